/** Kernel specs: where Jupyter looks for them, what stands in one, writing ours and taking it away again. */
@NullMarked
package org.inversionview.kernel.install;

import org.jspecify.annotations.NullMarked;
