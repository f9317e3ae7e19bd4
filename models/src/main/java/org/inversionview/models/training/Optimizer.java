package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Changes parameters along their gradient. */
public interface Optimizer {

    /**
     * Makes one step.
     *
     * @param gradient (N), already clipped; may be overwritten
     * @param rate share of the peak learning rate
     * @param step the step's number, from 0
     * @param scratch where temporary arrays live
     */
    void update(FlatParameters parameters, NDArray gradient, double rate, long step, NDManager scratch);

    /** Returns the arrays to keep in a checkpoint, in a fixed order. */
    List<NDArray> state();
}
