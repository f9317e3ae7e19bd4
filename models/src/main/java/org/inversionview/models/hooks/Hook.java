package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;

/** What a run does with an activation: returns what the run goes on with, the same array or another of its shape. */
@FunctionalInterface
public interface Hook {

    /** Returns the activation that the run continues with; shapes as in {@link ActivationSite.Kind}. */
    NDArray apply(NDArray activation);
}
