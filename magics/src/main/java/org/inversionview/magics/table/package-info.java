/** Results as Tablesaw tables. */
@NullMarked
package org.inversionview.magics.table;

import org.jspecify.annotations.NullMarked;
