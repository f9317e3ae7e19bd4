/** Between magics and kernels: what every kernel must offer to the magics, and what its cells see without importing it. */
@NullMarked
package org.inversionview.kernel.bridge;

import org.jspecify.annotations.NullMarked;
