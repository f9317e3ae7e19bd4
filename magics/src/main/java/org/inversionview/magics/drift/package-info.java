/** How far a result that was computed again is from what was recorded: two trees of plain values, number by number. */
@NullMarked
package org.inversionview.magics.drift;

import org.jspecify.annotations.NullMarked;
