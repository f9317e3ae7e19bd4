package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskInputsTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "addition", true, "f00", "", "cpu", Map.of());
    private static final ActivationSite SITE = ActivationSite.parse("a1.0");
    private static final int A1 = 9;

    private final Path folder;

    private final ProbedModel model = TinyModels.probed(1);
    private final Query query = new Query(model.task().parse("615+861=1476"), SITE, A1);

    TaskInputsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void release() {
        model.close();
    }

    private TaskInputs inputs() {
        return new TaskInputs(model, PROVENANCE, folder);
    }

    private static SamplingSettings settings(double epsilon, Distance metric, String match) {
        return new SamplingSettings(1, epsilon, metric, SamplingSchedule.AUTO, match, 0, 20);
    }

    private static SamplingSettings settings(double epsilon) {
        return settings(epsilon, Distance.EUCLIDEAN, SamplingSettings.BEST);
    }

    private List<WorkProgress> heardWhile(TaskInputs asked) {
        List<WorkProgress> heard = new ArrayList<>();
        asked.activations(asked.drawn(300, 1), SITE, model.runner().heardBy(heard::add));
        return heard;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void draws_are_measured_as_a_users_own_inputs_are(Distance metric) {
        SamplingSettings settings = settings(0.5, metric, SamplingSettings.BEST);
        EpsilonPreimage found = InversionView.ofDraws(inputs(), 500, 3).inspect(query, settings);
        assertThat(found.samples())
                .hasSize(500)
                .isSortedAccordingTo((a, b) -> Double.compare(a.distance(), b.distance()));
        List<int[]> texts = found.samples().stream()
                .map(sample -> model.task().vocabulary().encode(sample.text()))
                .toList();
        List<Sample> own = MeasuredInputs.measure(model, PROVENANCE, query, texts, settings)
                .inputs();
        for (int i = 0; i < own.size(); i++) {
            Sample sample = found.samples().get(i);
            assertThat(sample.distance())
                    .isCloseTo(own.get(i).distance(), within(2e-6 * Math.max(1, sample.distance())));
            assertThat(sample.matchedName()).isEqualTo(own.get(i).matchedName());
            assertThat(sample.wellFormed()).isTrue();
        }
        assertThat(found.sources()).containsExactly(Source.TASK);
        assertThat(found.groups()).singleElement().satisfies(group -> {
            assertThat(group.proposals()).isEqualTo(500);
            assertThat(group.setting()).isEmpty();
            assertThat(group.proportion().low()).isLessThan(group.insideShare());
        });
    }

    @Test
    void draws_are_the_same_for_the_same_seed_and_others_for_another() {
        InputPool first = InputPool.drawn(model.task(), 50, 1);
        assertThat(InputPool.drawn(model.task(), 50, 1).digest()).isEqualTo(first.digest());
        assertThat(InputPool.drawn(model.task(), 50, 2).digest()).isNotEqualTo(first.digest());
    }

    @Test
    void a_fixed_position_is_compared() {
        EpsilonPreimage found =
                InversionView.ofDraws(inputs(), 100, 3).inspect(query, settings(0.5, Distance.EUCLIDEAN, "A2"));
        assertThat(found.samples())
                .hasSize(100)
                .allMatch(sample -> sample.matchedName().equals("A2"));
    }

    @Test
    void is_computed_once_and_then_found_in_memory_and_on_disk() throws IOException {
        TaskInputs first = inputs();
        assertThat(heardWhile(first)).isNotEmpty();
        assertThat(heardWhile(first)).isEmpty();
        assertThat(heardWhile(inputs())).isEmpty();
        assertThat(files()).hasSize(1);
        SiteActivations computed = first.activations(first.drawn(300, 1), SITE, model.runner());
        TaskInputs other = inputs();
        SiteActivations kept = other.activations(other.drawn(300, 1), SITE, model.runner());
        assertThat(kept.blocks()).isEqualTo(computed.blocks());
    }

    @Test
    void another_model_has_activations_of_its_own() throws IOException {
        heardWhile(inputs());
        Provenance other = new Provenance("tiny", "addition", true, "f01", "", "cpu", Map.of());
        assertThat(heardWhile(new TaskInputs(model, other, folder))).isNotEmpty();
        assertThat(files()).hasSize(2);
    }

    @Test
    void damaged_files_are_computed_again() throws IOException {
        heardWhile(inputs());
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        byte[] changed = bytes.clone();
        changed[1000] ^= 1;
        for (byte[] damaged : List.of(changed, Arrays.copyOf(bytes, bytes.length - 1), new byte[0])) {
            Files.write(file, damaged);
            assertThat(heardWhile(inputs())).isNotEmpty();
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
    }

    @Test
    void every_block_is_checked_however_it_was_written() throws IOException {
        ActivationFolder blocks = new ActivationFolder(folder, Long.MAX_VALUE);
        long[] starts = {0, 2, 3, 7};
        try (ActivationWriter writer = blocks.write("k", starts)) {
            writer.append(new float[] {1});
            writer.append(new float[] {2, 3, 4});
            writer.append(new float[] {5, 6, 7});
            writer.done();
        }
        assertThat(blocks.read("k", starts).orElseThrow())
                .extracting(block -> block.get(block.limit() - 1))
                .containsExactly(2f, 3f, 7f);
        byte[] whole = Files.readAllBytes(blocks.file("k"));
        for (int place = 0; place < whole.length; place++) {
            byte[] damaged = whole.clone();
            damaged[place] ^= 1;
            Files.write(blocks.file("k"), damaged);
            assertThat(blocks.read("k", starts)).isEmpty();
        }
    }

    @Test
    void a_file_that_is_not_whole_gets_no_name() throws IOException {
        ActivationFolder blocks = new ActivationFolder(folder, Long.MAX_VALUE);
        try (ActivationWriter writer = blocks.write("k", new long[] {0, 2})) {
            writer.append(new float[] {1});
            assertThatThrownBy(writer::done).hasMessage("1 floats of 2");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void two_may_write_the_same_file() throws IOException {
        ActivationFolder shared = new ActivationFolder(folder, Long.MAX_VALUE);
        try (ActivationWriter one = shared.write("k", new long[] {0, 2});
                ActivationWriter other = shared.write("k", new long[] {0, 2})) {
            one.append(new float[] {1, 2});
            other.append(new float[] {1});
            one.done();
            other.append(new float[] {2});
            other.done();
        }
        assertThat(shared.read("k", new long[] {0, 2}).orElseThrow().get(0).get(1))
                .isEqualTo(2f);
        assertThat(files()).hasSize(1);
    }

    @Test
    void what_was_not_used_for_longest_goes_when_the_folder_is_full() throws IOException {
        ActivationFolder bounded = new ActivationFolder(folder, 2 * (4 + 8));
        for (String key : List.of("a", "b", "c")) {
            try (ActivationWriter writer = bounded.write(key, new long[] {0, 1})) {
                writer.append(new float[] {1});
                writer.done();
            }
            Files.setLastModifiedTime(bounded.file(key), FileTime.fromMillis(1000L * key.charAt(0)));
        }
        assertThat(bounded.read("a", new long[] {0, 1})).isPresent(); // used just now
        bounded.tidy(List.of("c"));
        assertThat(files()).containsExactlyInAnyOrder(bounded.file("a"), bounded.file("c"));
    }

    @Test
    void interrupted_it_leaves_nothing_behind() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> heardWhile(inputs()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted after 0 of 300 inputs");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void interrupted_while_it_reads_it_is_no_fault_of_the_folder() throws IOException {
        heardWhile(inputs());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> heardWhile(inputs()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted while activations were read");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(heardWhile(inputs())).isEmpty();
    }

    @Test
    void several_sites_are_those_of_single_runs() {
        List<ActivationSite> sites = List.of(ActivationSite.parse("x0.mid"), SITE);
        TaskInputs together = inputs();
        WorkRunner runner = model.runner();
        List<SiteActivations> all = together.activations(together.drawn(300, 1), sites, runner);
        TaskInputs single = new TaskInputs(model, PROVENANCE, folder.resolve("single"));
        for (int i = 0; i < sites.size(); i++) {
            assertThat(all.get(i).blocks())
                    .isEqualTo(single.activations(single.drawn(300, 1), sites.get(i), runner)
                            .blocks());
        }
    }

    @Test
    void the_query_is_never_shown_as_its_own_sample() {
        try (ProbedModel small = reversing()) {
            Query asked = new Query(small.task().parse("abc>"), SITE, 4);
            EpsilonPreimage found = InversionView.ofAll(new TaskInputs(small, PROVENANCE, folder))
                    .inspect(asked, settings(1e9));
            assertThat(found.samples().stream().map(Sample::text)).contains(found.query());
            assertThat(found.shownSamples())
                    .hasSize(20)
                    .noneMatch(one -> one.text().equals(found.query()));
        }
    }

    /** A task of 27 inputs, each a word of three letters and its reverse, and a model of random weights for it. */
    private static ProbedModel reversing() {
        TextTask task = new TextTask(
                "reverse",
                "abc",
                '>',
                3,
                random -> random.ints(3, 0, 3)
                        .mapToObj(i -> "abc".substring(i, i + 1))
                        .reduce("", String::concat),
                prompt -> new StringBuilder(prompt).reverse().toString());
        List<String> prompts = IntStream.range(0, 27)
                .mapToObj(i -> "" + "abc".charAt(i / 9) + "abc".charAt(i / 3 % 3) + "abc".charAt(i % 3))
                .toList();
        return TinyModels.probed(
                task.listing(prompts), new TransformerConfig(7, 9, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW), 5);
    }

    @Test
    void the_exact_preimage_is_that_of_brute_force() {
        try (ProbedModel small = reversing()) {
            int[] input = small.task().parse("bca>");
            float[] z = small.activations(SITE, List.<int[]>of(input))[0][5];
            List<int[]> all = small.task().inputs().orElseThrow().toList();
            double[] closest = new double[all.size()];
            for (int i = 0; i < closest.length; i++) {
                float[][] own = small.activations(SITE, List.<int[]>of(all.get(i)))[0];
                closest[i] = IntStream.range(0, 8) // B, three letters, >, three letters; not E
                        .mapToDouble(position -> distance(own[position], z))
                        .min()
                        .orElseThrow();
            }
            double[] ascending = closest.clone();
            Arrays.sort(ascending);
            InversionView view = InversionView.ofAll(new TaskInputs(small, PROVENANCE, folder));
            assertThat(Arrays.stream(ascending).distinct().count()).isGreaterThan(10);
            for (int size : new int[] {1, 5, 13, 27}) {
                double epsilon = 1.0001 * ascending[size - 1] + 1e-5; // equals lie inside together
                EpsilonPreimage found = view.inspect(new Query(input, SITE, 5), settings(epsilon));
                assertThat(found.distinct()).isEqualTo(27);
                assertThat(found.distinctInside()).isGreaterThanOrEqualTo(size);
                assertThat(found.inside().stream().map(Sample::text))
                        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 27)
                                .filter(i -> closest[i] <= epsilon)
                                .mapToObj(i -> small.task().vocabulary().decode(all.get(i)))
                                .toList());
                assertThat(found.histogram().stream()
                                .mapToInt(EpsilonPreimage.Bin::proposals)
                                .sum())
                        .isEqualTo(27);
            }
        }
    }

    private static double distance(float[] x, float[] z) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < z.length; i++) {
            sum += (x[i] - z[i]) * (x[i] - z[i]);
            norm += z[i] * z[i];
        }
        return Math.sqrt(sum / norm);
    }

    @Test
    void intervals_of_the_share_of_draws_cover_the_exact_one() {
        try (ProbedModel small = reversing()) {
            TaskInputs asked = new TaskInputs(small, PROVENANCE, folder);
            Query about = new Query(small.task().parse("bca>"), SITE, 5);
            double epsilon = InversionView.ofAll(asked)
                            .inspect(about, settings(1))
                            .samples()
                            .get(9)
                            .distance()
                    + 1e-5;
            EpsilonPreimage exact = InversionView.ofAll(asked).inspect(about, settings(epsilon));
            assertThat(exact.insideShare()).isBetween(0.3, 0.7);
            long covering = IntStream.range(0, 40)
                    .mapToObj(seed -> InversionView.ofDraws(asked, 2000, seed)
                            .inspect(about, settings(epsilon))
                            .groups()
                            .get(0)
                            .proportion())
                    .filter(share -> share.low() <= exact.insideShare() && exact.insideShare() <= share.high())
                    .count();
            assertThat(covering).isBetween(34L, 40L); // 38 of 40 are to be expected of 95 % intervals
        }
    }

    @Test
    void a_result_keeps_some_of_thousands_and_counts_all() {
        EpsilonPreimage found = InversionView.ofDraws(inputs(), 6000, 0).inspect(query, settings(1e9));
        assertThat(found.groups().get(0).inside()).isEqualTo(6000);
        assertThat(found.distinctInside()).isGreaterThan(5900).isEqualTo(found.distinct());
        assertThat(found.samples()).hasSize(500); // 7,000 tokens of 14 each
        EpsilonPreimage none = InversionView.ofDraws(inputs(), 6000, 0).inspect(query, settings(1e-9));
        assertThat(none.samples()).hasSizeBetween(500, 501);
        assertThat(none.samples().get(0).distance())
                .isEqualTo(found.samples().get(0).distance());
    }

    @Test
    void says_what_a_task_cannot_list_and_how_many_may_be_drawn() {
        try (ProbedModel other = TinyModels.probed(
                new TextTask("any", "abc", '>', 3, random -> "a", prompt -> prompt),
                new TransformerConfig(7, 9, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW),
                5)) {
            assertThatThrownBy(() -> InversionView.ofAll(new TaskInputs(other, PROVENANCE, folder)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage(
                            "task any: it does not list its inputs, so the exact preimage is out of reach; draws from it estimate it");
        }
        assertThatThrownBy(() -> InversionView.ofDraws(inputs(), 0, 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("number of draws 0: it must be from 1 to 1,000,000");
    }

    @Test
    void a_hundred_questions_leave_the_same_number_of_native_arrays() {
        TaskInputs asked = inputs();
        int before = model.nativeArrays();
        for (int call = 0; call < 100; call++) {
            InversionView.ofDraws(asked, 20, call % 3).inspect(query, settings(0.5));
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
    }
}
