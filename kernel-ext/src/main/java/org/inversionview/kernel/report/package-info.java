/** One page to share of a case study: executed notebooks as HTML that stands alone, and as PDF. */
@NullMarked
package org.inversionview.kernel.report;

import org.jspecify.annotations.NullMarked;
