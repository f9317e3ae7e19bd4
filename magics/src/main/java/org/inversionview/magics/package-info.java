/**
 * What a notebook says and shows, without any kernel. {@code command} does what a magic says, with the {@code session}'s
 * model and query, and returns a {@code result}, which is shown through the toolkits {@code view} and {@code chart}, kept by {@code
 * export}, and compared with the same computed again by {@code drift}; {@code log} keeps what was asked and what came of it, {@code sweep} the
 * rows of sweeps, and {@code sql} answers queries of both. {@code check} is what the
 * cells of an assignment check answers with.
 */
@NullMarked
package org.inversionview.magics;

import org.jspecify.annotations.NullMarked;
