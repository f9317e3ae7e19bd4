package org.inversionview.models.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.causal.Contrast;
import org.inversionview.models.causal.ContrastPairs;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.causal.PatchingExperiment;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.ConsistencySettings;
import org.inversionview.models.reading.FeatureConsistency;
import org.inversionview.models.sweep.SweepPlan.Members;
import org.inversionview.models.tasks.FeatureRegistry;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweepTest {

    private static final FeatureRegistry FEATURES = new FeatureRegistry();
    /** Within 0.5 there are members among as few as 400 draws. */
    private static final Members WIDE =
            new Members(Source.TASK, 32, 400, new Nearness(0.5, Distance.EUCLIDEAN, "best"));

    private LoadedModel model;

    @BeforeAll
    void load() throws IOException {
        model = SweepPlans.addition();
    }

    @AfterAll
    void close() {
        model.close();
    }

    private static List<SweepRow> rows(SweepPlan plan, int workers) throws IOException {
        HeldRows rows = new HeldRows();
        assertThat(new Sweep(plan, SweepPlans::addition, FEATURES)
                        .run(rows, workers)
                        .isComplete())
                .isTrue();
        return rows.rows();
    }

    @Test
    void the_rows_are_the_same_whatever_the_number_of_workers_and_the_order() throws IOException {
        SweepPlan plan = SweepPlans.all(model, Source.DECODER);
        List<WorkItem> shuffled = new ArrayList<>(plan.items());
        Collections.shuffle(shuffled, new Random(3));
        HeldRows another = new HeldRows();
        ItemRunner runner = new ItemRunner(model, plan, FEATURES);
        shuffled.forEach(item -> another.keep(item, runner.rows(item)));

        List<SweepRow> one = rows(plan, 1);

        assertThat(one).noneMatch(SweepRow::isFailed);
        assertThat(one).extracting(SweepRow::measure).contains(Measure.values());
        assertThat(rows(plan, 2)).isEqualTo(one);
        assertThat(another.rows()).isEqualTo(one);
    }

    @Test
    void a_row_is_what_the_engine_says_of_its_query() {
        SweepPlan plan = SweepPlans.inspecting(model, List.of("A1"), "615+861=1476");
        WorkItem item = plan.items().get(0);

        SweepRow row = new ItemRunner(model, plan, FEATURES).rows(item).get(0);

        EpsilonPreimage alone = model.inversionView(Source.TASK, new SourceSettings(400, 7, 1, Optional.empty()))
                .inspect(
                        new Query(model.probed().task().parse("615+861="), ActivationSite.parse("a1.2"), 9),
                        plan.members().near().sampling(32, SamplingSchedule.AUTO, 0));
        assertThat(row.value("inside_share")).isEqualTo(alone.insideShare());
        assertThat(row.value("inside")).isEqualTo(alone.distinctInside());
        assertThat(row.value("norm")).isEqualTo(alone.queryNorm());
        assertThat(row.query()).isEqualTo("615+861=1476");
        assertThat(row.example()).matches("\\d{3}\\+\\d{3}=\\d+").isNotEqualTo(row.query());
    }

    @Test
    void consistency_and_effect_are_those_that_are_measured_alone() {
        SweepPlan plan = SweepPlans.all(model, Source.TASK);
        Task task = model.probed().task();
        ItemRunner runner = new ItemRunner(model, plan, FEATURES);
        UnsteeredInputs inputs = UnsteeredInputs.drawn(model.inputs(), 400, 7);
        ActivationSite site = ActivationSite.parse("m1");

        SweepRow fcr = runner.rows(new WorkItem(Measure.FCR, "m1", 0, 100)).get(2);
        SweepRow patch = runner.rows(new WorkItem(Measure.PATCH, "m1", 0, 3)).get(0);

        assertThat(fcr.position()).isEqualTo("A1");
        assertThat(fcr.feature()).isEqualTo("F1");
        assertThat(fcr.value("rate"))
                .isFinite()
                .isEqualTo(new FeatureConsistency(
                                inputs,
                                task.features().stream()
                                        .filter(f -> f.name().equals("F1"))
                                        .toList())
                        .measure(
                                inputs.at(
                                        site,
                                        plan.members().near(),
                                        model.probed().runner()),
                                "A1",
                                new ConsistencySettings(plan.members().near(), 100, 7),
                                model.probed().runner())
                        .features()
                        .get(0)
                        .rate()
                        .value());
        assertThat(patch.value("effect"))
                .isCloseTo(
                        new PatchingExperiment(
                                        model.probed(),
                                        new ContrastPairs(
                                                        task,
                                                        "A2",
                                                        Contrast.changing(task, List.of("F1", "S1")),
                                                        input -> true,
                                                        input -> true)
                                                .draw(3, 7),
                                        "A2")
                                .each(List.of(new Patch(site, "=")))
                                .cells()
                                .get(0)
                                .effect()
                                .mean(),
                        within(1e-4));
    }

    @Test
    void every_measure_asks_about_the_queries_that_the_plan_gives() {
        SweepPlan drawn = SweepPlans.all(model, Source.TASK);
        List<String> given = List.of("615+861=1476", "777+123=900", "100+200=300");
        SweepPlan plan = new SweepPlan(
                drawn.model(),
                drawn.measures(),
                List.of("m1"),
                List.of("A1"),
                new SweepPlan.Queries(3, given, 3),
                WIDE,
                List.of("F1"),
                drawn.output(),
                7);

        ItemRunner runner = new ItemRunner(model, plan, FEATURES);
        List<SweepRow> rows = plan.items().stream()
                .flatMap(item -> runner.rows(item).stream())
                .toList();

        assertThat(rows).noneMatch(SweepRow::isFailed);
        assertThat(rows)
                .extracting(SweepRow::query)
                .filteredOn(query -> !query.isEmpty())
                .isSubsetOf(given);
        SweepRow fcr = row(rows, Measure.FCR);
        assertThat(fcr.query()).isIn(given);
        assertThat(fcr.value("rate"))
                .isCloseTo(
                        given.stream()
                                .mapToDouble(this::shareOfSameF1)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(row(rows, Measure.PATCH).value("effect")).isNotEqualTo(value(drawn, Measure.PATCH, "effect"));
        assertThat(row(rows, Measure.ABLATE).value("divergence"))
                .isNotEqualTo(value(drawn, Measure.ABLATE, "divergence"));
    }

    /** What the rate of F1 is for one query: counted from the distances of 400 draws alone. */
    private double shareOfSameF1(String query) {
        UnsteeredInputs inputs = UnsteeredInputs.drawn(model.inputs(), 400, 7);
        Neighbours.Standing standing = inputs.at(
                        ActivationSite.parse("m1"), WIDE.near(), model.probed().runner())
                .of(new Query(model.probed().task().parse(query), ActivationSite.parse("m1"), 9));
        int inside = 0;
        int same = 0;
        for (int i = 0; i < inputs.size(); i++) {
            String text = inputs.named(i).text();
            if (standing.distances()[i] <= WIDE.near().epsilon() && !text.equals(query)) {
                inside += inputs.count(i);
                same += text.charAt(0) == query.charAt(0) ? inputs.count(i) : 0;
            }
        }
        assertThat(inside).as("inputs inside ε of %s", query).isPositive();
        return (double) same / inside;
    }

    private static SweepRow row(List<SweepRow> rows, Measure measure) {
        return rows.stream().filter(row -> row.measure() == measure).findFirst().orElseThrow();
    }

    private double value(SweepPlan plan, Measure measure, String column) {
        WorkItem item = plan.items().stream()
                .filter(one -> one.measure() == measure && one.site().equals("m1"))
                .findFirst()
                .orElseThrow();
        return new ItemRunner(model, plan, FEATURES)
                .rows(item).stream()
                        .filter(row -> row.position().equals("A1"))
                        .findFirst()
                        .orElseThrow()
                        .value(column);
    }

    @Test
    void what_goes_wrong_is_a_row_and_the_rest_goes_on() throws IOException {
        SweepPlan plan = SweepPlans.all(model, Source.TASK);
        SweepPlan poisoned = new SweepPlan(
                plan.model(),
                List.of(Measure.INSPECT, Measure.FCR),
                List.of("a1.2", "a7.0"),
                List.of("A1"),
                plan.queries(),
                plan.members(),
                List.of("F1"),
                plan.output(),
                7);

        List<SweepRow> rows = rows(poisoned, 2);

        assertThat(rows).filteredOn(row -> row.site().equals("a1.2")).hasSize(4).noneMatch(SweepRow::isFailed);
        assertThat(rows)
                .filteredOn(row -> row.site().equals("a7.0"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.error()).isEqualTo("block 7: this model has blocks 0 to 1"));
    }

    @Test
    void finished_items_are_not_run_again() throws IOException {
        SweepPlan plan = SweepPlans.inspecting(model, SweepPlans.POSITIONS, "615+861=1476", "100+200=300");
        HeldRows rows = new HeldRows();
        rows.keep(plan.items().get(0), List.of());
        List<WorkProgress> heard = new ArrayList<>();

        Sweep.Outcome outcome = new Sweep(plan, SweepPlans::addition, FEATURES).run(rows, 2, heard::add);

        assertThat(outcome.done()).isEqualTo(4);
        assertThat(heard)
                .hasSize(3)
                .last()
                .satisfies(last -> assertThat(last.share()).isEqualTo(1));
        assertThat(rows.rows())
                .extracting(SweepRow::item)
                .doesNotContain(plan.items().get(0).name());
    }

    @Test
    void an_interrupt_keeps_whole_items_and_the_same_sweep_goes_on() throws Exception {
        SweepPlan plan =
                SweepPlans.inspecting(model, SweepPlans.POSITIONS, "615+861=1476", "100+200=300", "777+123=900");
        HeldRows rows = new HeldRows();
        Sweep sweep = new Sweep(plan, SweepPlans::addition, FEATURES);
        Thread main = Thread.currentThread();

        Sweep.Outcome first = sweep.run(rows, 2, progress -> {
            if (progress.done() == 3) {
                main.interrupt();
                untilInterrupted();
            }
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(first.isComplete()).isFalse();
        assertThat(first.done()).isGreaterThanOrEqualTo(3);
        assertThat(sweep.run(rows, 2).isComplete()).isTrue();
        assertThat(rows.rows()).isEqualTo(rows(plan, 1));
    }

    private static void untilInterrupted() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void workers_compute_on_one_thread_each_and_leave_the_others_theirs() throws IOException {
        int before = PyTorch.threads();
        PyTorch.spreadOver(2);
        try {
            SweepPlan plan = SweepPlans.inspecting(model, SweepPlans.POSITIONS, "615+861=1476");
            List<Integer> threads = Collections.synchronizedList(new ArrayList<>());

            new Sweep(plan, SweepPlans::addition, FEATURES)
                    .run(new HeldRows(), 2, progress -> threads.add(PyTorch.threads()));

            assertThat(threads).hasSize(2).containsOnly(1);
            assertThat(PyTorch.threads()).isEqualTo(2);
        } finally {
            PyTorch.spreadOver(before);
        }
    }

    @Test
    void as_many_workers_are_usual_as_cores_where_the_model_is_small() {
        assertThat(Sweep.usualWorkers(model))
                .isEqualTo(Math.min(256, Runtime.getRuntime().availableProcessors()));
        assertThat(model.bytes()).isBetween(100_000L, 50_000_000L);
    }

    @Test
    void what_cannot_be_kept_ends_the_sweep() {
        SweepPlan plan = SweepPlans.inspecting(model, SweepPlans.POSITIONS, "615+861=1476", "100+200=300");
        SweepStore full = new SweepStore() {
            @Override
            public Set<String> finished() {
                return Set.of();
            }

            @Override
            public void keep(WorkItem item, List<SweepRow> rows) throws IOException {
                throw new IOException("the disk is full");
            }
        };

        assertThatThrownBy(() -> new Sweep(plan, SweepPlans::addition, FEATURES).run(full, 2))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
    }

    @Test
    void another_models_plan_is_refused() throws IOException {
        SweepPlan plan = SweepPlans.inspecting(model, SweepPlans.POSITIONS, "615+861=1476");
        try (LoadedModel counting = LoadedModel.load(
                new LoadedModel.Request("counting", Optional.empty(), true, "cpu"), new TaskRegistry())) {
            assertThatThrownBy(() -> new ItemRunner(counting, plan, FEATURES))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("model counting: its weights are not those that the sweep was planned for");
        }
    }
}
