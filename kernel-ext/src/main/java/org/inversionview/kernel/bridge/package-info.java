/** Between magics and kernels: what the magics offer to every kernel, and what every kernel must offer to them. */
@NullMarked
package org.inversionview.kernel.bridge;

import org.jspecify.annotations.NullMarked;
