/** The kernel that Jupyter starts: the evaluator on the Jupyter messaging protocol. */
@NullMarked
package org.inversionview.kernel.embedded;

import org.jspecify.annotations.NullMarked;
