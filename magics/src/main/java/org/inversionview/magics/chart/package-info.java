/** XChart charts from plain numbers: each is told what to draw, none knows whose numbers they are. */
@NullMarked
package org.inversionview.magics.chart;

import org.jspecify.annotations.NullMarked;
