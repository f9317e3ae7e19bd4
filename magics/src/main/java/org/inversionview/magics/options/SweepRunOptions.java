package org.inversionview.magics.options;

import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.magics.sweep.KeptSweep;
import org.inversionview.magics.sweep.SweepFolder;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.TaskRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a sweep runs on this machine, and where its rows go; none of them changes a row. */
public final class SweepRunOptions {

    @Option(
            names = "workers",
            paramLabel = "N",
            description =
                    "how many work side by side, each on one thread with a model of its own; without it one a core, as far as memory goes, and on a GPU one")
    private @Nullable Integer workers;

    @Option(
            names = "out",
            paramLabel = "FOLDER",
            description =
                    "where rows go, and what is done is found: the same sweep goes on from there; without it sweeps/MODEL-…")
    private @Nullable Path out;

    /** Returns how many workers are meant, for a loaded model. */
    public int workers(LoadedModel model) {
        return workers == null ? Sweep.usualWorkers(model) : Sweep.requireWorkers(workers);
    }

    /**
     * Returns the sweep, not yet begun.
     *
     * @param request for the model that each worker loads
     * @param tasks where its task is looked up
     */
    public KeptSweep of(SweepPlan plan, LoadedModel.Request request, TaskRegistry tasks) throws IOException {
        return new KeptSweep(plan, out == null ? SweepFolder.usual(plan) : out, request, tasks);
    }
}
