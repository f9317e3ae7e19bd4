/** How the engine talks to PyTorch: the few operations that DJL's public API lacks or does slowly, and native memory settings. */
@NullMarked
package org.inversionview.models.engine;

import org.jspecify.annotations.NullMarked;
