/**
 * How the engine computes: the few PyTorch operations that DJL's public API lacks or does slowly, native memory settings, and
 * the {@link org.inversionview.models.engine.WorkRunner} that all work on many inputs goes through.
 */
@NullMarked
package org.inversionview.models.engine;

import org.jspecify.annotations.NullMarked;
