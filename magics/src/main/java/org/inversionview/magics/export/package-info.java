/** Files of results, in forms that other programs read: JSON, HTML, CSV, Parquet, PNG and SVG. */
@NullMarked
package org.inversionview.magics.export;

import org.jspecify.annotations.NullMarked;
