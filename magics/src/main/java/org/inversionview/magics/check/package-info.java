/**
 * What an assignment's cells check answers with: what was expected, what came, what to look at; parts that count for
 * themselves; intervals where answers come from samples; and whether a result was really measured.
 */
@NullMarked
package org.inversionview.magics.check;

import org.jspecify.annotations.NullMarked;
