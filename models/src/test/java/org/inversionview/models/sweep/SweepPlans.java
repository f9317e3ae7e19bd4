package org.inversionview.models.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.SweepPlan.Members;
import org.inversionview.models.sweep.SweepPlan.Output;
import org.inversionview.models.sweep.SweepPlan.Queries;
import org.inversionview.models.tasks.TaskRegistry;

/** Small plans of the shipped addition model, for tests. */
final class SweepPlans {

    static final List<String> SITES = List.of("a1.2", "m1");
    static final List<String> POSITIONS = List.of("=", "A1");

    private SweepPlans() {}

    static LoadedModel addition() throws IOException {
        return LoadedModel.load(new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    static Members members(Source source) {
        return new Members(source, 32, 400, new Nearness(0.1, Distance.EUCLIDEAN, "best"));
    }

    /** Returns a plan of every measure: three queries, two in an item. */
    static SweepPlan all(LoadedModel model, Source source) {
        return new SweepPlan(
                ItemRunner.subject(model),
                List.of(Measure.values()),
                SITES,
                POSITIONS,
                new Queries(3, List.of(), 2),
                members(source),
                List.of("F1", "S1"),
                new Output("A2", List.of("F1", "S1")),
                7);
    }

    /** Returns a plan of preimages alone, of given queries, one in an item. */
    static SweepPlan inspecting(LoadedModel model, List<String> positions, String... queries) {
        return new SweepPlan(
                ItemRunner.subject(model),
                List.of(Measure.INSPECT),
                SITES,
                positions,
                new Queries(queries.length, List.of(queries), 1),
                members(Source.TASK),
                List.of(),
                Output.NONE,
                7);
    }
}
