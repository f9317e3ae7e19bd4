package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.sweep.HeldRows;
import org.inversionview.models.sweep.ItemRunner;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.Sweep;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One turn of {@link SweepBenchmark}: the same preimages in one loop, or by workers, in a process of their own. */
@Command(name = "sweep-turn", hidden = true, description = "One turn of bench sweep; prints a line of JSON.")
final class SweepTurn implements Callable<Integer> {

    private static final int PROPOSALS = 256;
    private static final int WARM_UP_SITES = 2;

    @Option(names = "--workers", required = true, description = "How many; 0 is one loop without any.")
    private int workers;

    @Option(names = "--queries", required = true, description = "At each site and position.")
    private int queries;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        // what Java computes in parallel stays on the thread that asks, in the loop as in a worker
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "0");
        double seconds;
        try (LoadedModel model = load()) {
            List<String> sites = model.probed().sites().stream()
                    .map(ActivationSite::shortName)
                    .toList();
            measure(model, plan(model, sites.subList(0, WARM_UP_SITES), 1)); // Java compiles
            seconds = measure(model, plan(model, sites, queries));
        }
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(Map.of("seconds", seconds)));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static LoadedModel load() throws IOException {
        return LoadedModel.load(new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry());
    }

    private static SweepPlan plan(LoadedModel model, List<String> sites, int queries) {
        return new SweepPlan(
                ItemRunner.subject(model),
                List.of(Measure.INSPECT),
                sites,
                Positions.kinds(model.probed().task()),
                new SweepPlan.Queries(queries, List.of(), 1),
                new SweepPlan.Members(Source.DECODER, PROPOSALS, 1, new Nearness(0.1, Distance.EUCLIDEAN, "best")),
                List.of(),
                SweepPlan.Output.NONE,
                0);
    }

    private double measure(LoadedModel model, SweepPlan plan) throws IOException {
        long start = System.nanoTime();
        if (workers == 0) {
            loop(model, plan);
        } else {
            new Sweep(plan, SweepTurn::load, new FeatureRegistry()).run(new HeldRows(), workers);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void loop(LoadedModel model, SweepPlan plan) {
        Task task = model.probed().task();
        InversionView view = model.inversionView();
        RandomGenerator random = new SplittableRandom(plan.seed());
        List<int[]> inputs = Stream.generate(() -> task.sample(random))
                .limit(plan.queries().count())
                .toList();
        for (String site : plan.sites()) {
            for (int[] input : inputs) {
                for (String position : plan.positions()) {
                    Positions.find(task, input, position)
                            .ifPresent(at -> view.inspect(
                                    new Query(input, ActivationSite.parse(site), at),
                                    plan.members().near().sampling(PROPOSALS, SamplingSchedule.AUTO, plan.seed())));
                }
            }
        }
    }
}
