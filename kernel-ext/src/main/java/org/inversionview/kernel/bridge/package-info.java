/** What every kernel must offer. */
@NullMarked
package org.inversionview.kernel.bridge;

import org.jspecify.annotations.NullMarked;
