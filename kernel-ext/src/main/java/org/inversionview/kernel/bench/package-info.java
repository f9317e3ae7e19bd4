/** Times what a user waits for, beside the same in PyTorch, in one run. */
@NullMarked
package org.inversionview.kernel.bench;

import org.jspecify.annotations.NullMarked;
