/**
 * How the engine computes: {@link org.inversionview.models.engine.PyTorch} is the one way in, {@link
 * org.inversionview.models.engine.Torch} has the few operations that DJL's public API lacks or does slowly, and all work on
 * many inputs goes through the {@link org.inversionview.models.engine.WorkRunner}.
 */
@NullMarked
package org.inversionview.models.engine;

import org.jspecify.annotations.NullMarked;
