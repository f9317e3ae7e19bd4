package org.inversionview.magics.sweep;

import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.sweep.Sweep;

/** A sweep whose rows go into a folder; the same goes on from there where it was stopped, wherever it runs then. */
public interface PlannedSweep {

    /** Returns the folder. */
    Path path();

    /**
     * Runs what is left to do; an interrupt ends it, and leaves what is done.
     *
     * @throws org.inversionview.models.InvalidRequestException if another sweep is at work in the folder, or it holds another plan's
     * @throws IOException in one line, if rows cannot be kept, or the model not be loaded
     */
    Sweep.Outcome run(ProgressListener listener) throws IOException;
}
