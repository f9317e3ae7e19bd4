/**
 * In the kernels of others: IJava and JJava. What names one of the two is linked only where it runs; the rest does not know
 * them.
 */
@NullMarked
package org.inversionview.kernel.host;

import org.jspecify.annotations.NullMarked;
