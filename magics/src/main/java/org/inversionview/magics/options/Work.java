package org.inversionview.magics.options;

import java.io.IOException;
import org.inversionview.models.training.Progress;

/** A training that was asked for, with every number checked, and is not yet begun. */
@FunctionalInterface
public interface Work {

    /** Trains, or goes on; returns whether the end was reached. */
    boolean train(Progress.Listener listener) throws IOException;
}
