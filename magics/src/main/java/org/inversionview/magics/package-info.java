/** What a cell holds: a result that shows itself. */
@NullMarked
package org.inversionview.magics;

import org.jspecify.annotations.NullMarked;
