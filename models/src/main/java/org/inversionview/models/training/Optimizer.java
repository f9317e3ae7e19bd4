package org.inversionview.models.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Changes the parameters that it was made for along their gradient. */
public interface Optimizer {

    /**
     * Makes one step.
     *
     * @param rate share of the peak learning rate
     * @param step the step's number, from 0
     * @param scratch where temporary arrays live
     */
    void update(double rate, long step, NDManager scratch);

    /** Returns the arrays to keep in a checkpoint, in a fixed order. */
    List<NDArray> state();
}
