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
 * A sweep on threads of this process.
 *
 * @param path of the folder
 * @param model that each worker loads
 * @param tasks where its task is looked up, with the features that the plan's names mean
 * @param workers threads, from 1 to 256
 */
public record KeptSweep(SweepPlan plan, Path path, LoadedModel.Request model, TaskRegistry tasks, int workers)
        implements PlannedSweep {

    @Override
    public Sweep.Outcome run(ProgressListener listener) throws IOException {
        try (ProcessLock alone = SweepFolder.lock(path)) {
            SweepFolder folder = SweepFolder.open(path, plan);
            folder.tidy();
            return new Sweep(plan, () -> LoadedModel.load(model, tasks), tasks.features())
                    .run(folder, workers, listener);
        }
    }
}
