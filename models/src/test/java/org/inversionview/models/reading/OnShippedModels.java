package org.inversionview.models.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests on the shipped models, of whose heads it is known what they hold (notebooks 01, 02); loaded once a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnShippedModels {

    LoadedModel addition;
    LoadedModel counting;
    private Path kept;

    @BeforeAll
    void load(@TempDir Path folder) throws IOException {
        kept = folder;
        addition = load("addition");
        counting = load("counting");
    }

    private static LoadedModel load(String name) throws IOException {
        return LoadedModel.load(new LoadedModel.Request(name, Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    @AfterAll
    void close() {
        addition.close();
        counting.close();
    }

    UnsteeredInputs drawn(LoadedModel model, int draws) {
        return UnsteeredInputs.drawn(new TaskInputs(model.probed(), model.provenance(), kept), draws, 0);
    }

    /** Returns draws as they stand from a site, compared at one position. */
    Neighbours neighbours(LoadedModel model, int draws, String site, String position) {
        return drawn(model, draws)
                .at(
                        ActivationSite.parse(site),
                        new Nearness(0.1, Distance.EUCLIDEAN, position),
                        model.probed().runner());
    }

    static Query query(LoadedModel model, String input, String site, String position) {
        Task task = model.probed().task();
        int[] ids = task.parse(input);
        return new Query(ids, ActivationSite.parse(site), Positions.resolve(task, ids, position));
    }
}
