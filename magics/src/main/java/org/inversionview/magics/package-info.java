/**
 * What a notebook says and shows, without any kernel. {@code command} does what a magic says, with the {@code session}'s
 * model and query, and returns a {@code result}, which is shown through the toolkits {@code view} and {@code chart}. {@code
 * check} is what the cells of an assignment check answers with.
 */
@NullMarked
package org.inversionview.magics;

import org.jspecify.annotations.NullMarked;
