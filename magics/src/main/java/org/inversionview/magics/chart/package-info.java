/** Results as XChart charts. */
@NullMarked
package org.inversionview.magics.chart;

import org.jspecify.annotations.NullMarked;
