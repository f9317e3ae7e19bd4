/** The rows of a sweep in a folder, as Parquet, which any other program reads too. */
@NullMarked
package org.inversionview.magics.sweep;

import org.jspecify.annotations.NullMarked;
