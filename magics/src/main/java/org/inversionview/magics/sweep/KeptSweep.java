package org.inversionview.magics.sweep;

import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.TaskRegistry;

/**
 * A sweep on threads of this process whose rows go into a folder; the same goes on from there where it was stopped.
 *
 * @param path of the folder
 * @param model that each worker loads
 * @param tasks where its task is looked up, with the features that the plan's names mean
 */
public record KeptSweep(SweepPlan plan, Path path, LoadedModel.Request model, TaskRegistry tasks) {

    /**
     * Runs what is left to do; an interrupt ends it, and leaves what is done.
     *
     * @param workers threads, from 1 to 256
     * @throws org.inversionview.models.InvalidRequestException if another sweep is at work in the folder, or it holds another plan's
     * @throws IOException if rows cannot be kept, or the model not be loaded
     */
    public Sweep.Outcome run(int workers, ProgressListener listener) throws IOException {
        try (ProcessLock alone = SweepFolder.lock(path)) {
            SweepFolder folder = SweepFolder.open(path, plan);
            folder.tidy();
            return new Sweep(plan, () -> LoadedModel.load(model, tasks), tasks.features())
                    .run(folder, workers, listener);
        }
    }
}
