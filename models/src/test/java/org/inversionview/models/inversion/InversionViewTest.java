package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.DecoderShape;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.inversionview.models.transformer.TransformerWeights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InversionViewTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "addition", false, "", "", "cpu", Map.of());
    private static final int A1 = 9;

    private final ProbedModel model = TinyModels.probed(1);
    private final TrainedDecoder decoder = TinyModels.decoder(11, 4);
    private final InversionView view = new InversionView(model, decoder, PROVENANCE);
    private final int[] input = model.task().parse("615+861=1476");
    private final Query query = new Query(input, ActivationSite.parse("a1.0"), A1);

    @AfterEach
    void release() {
        model.close();
        decoder.close();
    }

    private static SamplingSettings settings(
            int n, double epsilon, Distance metric, String schedule, String match, long seed) {
        return new SamplingSettings(n, epsilon, metric, SamplingSchedule.parse(schedule), match, seed, 10);
    }

    private static SamplingSettings settings(int n, double epsilon, long seed) {
        return settings(n, epsilon, Distance.EUCLIDEAN, "0.01,0.5,1,2+0.1", SamplingSettings.BEST, seed);
    }

    private List<Sample> measure(Query asked, List<int[]> inputs, SamplingSettings settings) {
        return MeasuredInputs.measure(model, PROVENANCE, asked, inputs, settings)
                .inputs();
    }

    /** An ε that about half of the samples lie within. */
    private double median() {
        List<Sample> samples = view.inspect(query, settings(200, 1, 1)).samples();
        return samples.get(samples.size() / 2).distance();
    }

    @Test
    void is_the_same_for_the_same_seed_and_another_for_another() {
        EpsilonPreimage first = view.inspect(query, settings(100, 0.5, 1));
        EpsilonPreimage again = view.inspect(query, settings(100, 0.5, 1));
        EpsilonPreimage other = view.inspect(query, settings(100, 0.5, 2));
        assertThat(again.samples()).isEqualTo(first.samples());
        assertThat(again.groups()).isEqualTo(first.groups());
        assertThat(other.samples()).isNotEqualTo(first.samples());
    }

    @Test
    void says_what_was_asked() {
        EpsilonPreimage found = view.inspect(query, settings(8, 0.5, 1));
        assertThat(found.query()).isEqualTo("B615+861=1476E");
        assertThat(String.join("", found.queryTokens())).isEqualTo(found.query());
        assertThat(found.position()).isEqualTo(A1);
        assertThat(found.positionName()).isEqualTo("A1");
        assertThat(found.site()).isEqualTo("a1.0");
        assertThat(found.siteFullName()).isEqualTo("blocks.1.attn.hook_result.0");
        assertThat(found.provenance()).isEqualTo(PROVENANCE);
        float[] z = model.activations(query.site(), List.<int[]>of(input))[0][A1];
        assertThat(found.queryNorm()).isCloseTo(norm(z), within(1e-6));
    }

    @Test
    void samples_are_distinct_sorted_and_counted() {
        EpsilonPreimage found = view.inspect(query, settings(200, 0.5, 3));
        assertThat(found.samples()).isSortedAccordingTo(Comparator.comparingDouble(Sample::distance));
        assertThat(found.samples().stream().map(Sample::text)).doesNotHaveDuplicates();
        assertThat(found.samples().stream().mapToInt(Sample::count).sum()).isEqualTo(200);
        assertThat(found.samples()).anyMatch(sample -> sample.count() >= 50); // the group of temperature 0.01
    }

    @Test
    void more_proposals_than_one_batch_holds_all_come() {
        EpsilonPreimage found = view.inspect(query, settings(5000, 0.5, 3));
        assertThat(found.proposals()).isEqualTo(5000);
        assertThat(found.samples().stream().mapToInt(Sample::count).sum()).isEqualTo(5000);
    }

    @Test
    void an_interrupted_question_keeps_what_it_has() {
        Thread.currentThread().interrupt();
        try {
            EpsilonPreimage found = view.inspect(query, settings(5000, 0.5, 3));
            assertThat(found.proposals()).isZero();
            assertThat(found.samples()).isEmpty();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** A decoder that knows nothing of activations: it proposes the task's inputs, all as likely as each other. */
    private record AnyInput(Task task, DecoderShape shape) implements Decoder {

        @Override
        public List<int[]> sample(SampleRequest request, RandomGenerator random) {
            return Stream.generate(() -> task.sample(random))
                    .limit(request.rows())
                    .toList();
        }

        @Override
        public float[][] logProbabilities(List<int[]> inputs, SampleRequest request) {
            return inputs.stream().map(input -> new float[input.length]).toArray(float[][]::new);
        }
    }

    @Test
    void a_query_stays_as_it_was_asked() {
        int[] asked = input.clone();
        Query own = new Query(asked, query.site(), A1);
        asked[1] = 0;
        own.input()[2] = 0;
        assertThat(own.input()).isEqualTo(input);
    }

    @Test
    void any_decoder_will_do() {
        DecoderShape shape = new DecoderShape(TinyModels.sites(), 8, 14, 1);
        EpsilonPreimage found = new InversionView(model, new AnyInput(model.task(), shape), PROVENANCE)
                .inspect(query, settings(100, 0.5, 1));
        assertThat(found.proposals()).isEqualTo(100);
        assertThat(found.samples()).allMatch(Sample::wellFormed);
        assertThat(found.samples()).isSortedAccordingTo(Comparator.comparingDouble(Sample::distance));
        assertThat(found.shownSamples())
                .isNotEmpty()
                .allSatisfy(
                        sample -> assertThat(sample.probabilityDifferences()).containsOnly(0.0));
    }

    @Test
    void a_question_is_heard_of_while_it_is_answered() {
        List<WorkProgress> heard = new ArrayList<>();
        view.inspect(query, settings(5000, 0.5, 3), model.runner().heardBy(heard::add));
        assertThat(heard).extracting(WorkProgress::share).isSorted().endsWith(1.0);
        assertThat(heard).extracting(WorkProgress::items).startsWith(5000, 5000);
    }

    @Test
    void groups_add_up() {
        EpsilonPreimage found = view.inspect(query, settings(202, median(), 3));
        assertThat(found.groups().stream().map(Group::proposals)).containsExactly(51, 51, 50, 50);
        assertThat(found.proposals()).isEqualTo(202);
        int inside = found.inside().stream().mapToInt(Sample::count).sum();
        assertThat(inside).isBetween(1, 201);
        assertThat(found.groups().stream().mapToInt(Group::inside).sum()).isEqualTo(inside);
        assertThat(found.insideShare()).isEqualTo(inside / 202.0);
        Group coldest = found.groups().get(0);
        assertThat(coldest.setting().orElseThrow().temperature()).isEqualTo(0.01);
        assertThat(coldest.source()).isEqualTo(Source.DECODER);
        assertThat(coldest.distinct()).isEqualTo(1);
        assertThat(coldest.insideShare()).isIn(0.0, 1.0);
        assertThat(found.groups()).allSatisfy(group -> {
            assertThat(group.distinct()).isBetween(1, group.proposals());
            assertThat(group.inside()).isBetween(0, group.proposals());
        });
        assertThat(found.groups().get(3).setting().orElseThrow().noise()).isEqualTo(0.1);
    }

    @Test
    void fewer_proposals_than_settings_leave_groups_empty() {
        EpsilonPreimage found = view.inspect(query, settings(1, 0.5, 3));
        assertThat(found.samples()).hasSize(1);
        assertThat(found.groups().stream().map(Group::proposals)).containsExactly(1, 0, 0, 0);
        assertThat(found.groups().get(3).insideShare()).isZero();
    }

    @Test
    void a_larger_epsilon_never_shrinks_the_preimage() {
        double median = median();
        Set<String> smaller = new HashSet<>();
        List<Integer> sizes = new ArrayList<>();
        for (double epsilon : new double[] {1e-9, 0.5 * median, 0.9 * median, median, 1.1 * median, 2 * median, 1e9}) {
            EpsilonPreimage found = view.inspect(query, settings(200, epsilon, 1));
            Set<String> inside = found.inside().stream().map(Sample::text).collect(Collectors.toSet());
            assertThat(inside).containsAll(smaller);
            assertThat(found.inside()).allMatch(sample -> sample.distance() <= epsilon);
            assertThat(found.outside()).allMatch(sample -> sample.distance() > epsilon);
            assertThat(found.inside().size() + found.outside().size())
                    .isEqualTo(found.samples().size());
            smaller = inside;
            sizes.add(inside.size());
        }
        assertThat(sizes).first().isEqualTo(0);
        assertThat(new HashSet<>(sizes)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(smaller)
                .hasSize(view.inspect(query, settings(200, 1, 1)).samples().size());
    }

    @ParameterizedTest
    @EnumSource(Distance.class)
    void distances_are_those_of_the_samples_own_activations(Distance metric) {
        float[] z = model.activations(query.site(), List.<int[]>of(input))[0][A1];
        List<Sample> samples = view.inspect(query, settings(60, 0.5, metric, "1,2", SamplingSettings.BEST, 5))
                .samples();
        for (Sample sample : samples) {
            int[] tokens = model.task().vocabulary().encode(sample.text());
            float[][] own = model.activations(query.site(), List.<int[]>of(tokens))[0];
            double best = Double.POSITIVE_INFINITY;
            for (int position = 0; position < tokens.length; position++) {
                String token = sample.tokens().get(position);
                if (token.equals("E") || token.equals("P")) {
                    assertThat(sample.distances().get(position)).isNaN();
                    continue;
                }
                double expected = metric == Distance.EUCLIDEAN ? euclidean(own[position], z) : cosine(own[position], z);
                assertThat(sample.distances().get(position)).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
                best = Math.min(best, sample.distances().get(position));
            }
            assertThat(sample.distance()).isEqualTo(best);
            assertThat(sample.distances().get(sample.matchedPosition())).isEqualTo(best);
            assertThat(sample.inside()).isEqualTo(best <= 0.5);
            if (metric == Distance.COSINE) {
                assertThat(best).isBetween(-1e-6, 2 + 1e-6);
            }
        }
        assertThat(samples).hasSizeGreaterThan(30);
    }

    private static double norm(float[] x) {
        return Math.sqrt(product(x, x));
    }

    private static double product(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    private static double euclidean(float[] x, float[] z) {
        float[] difference = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            difference[i] = x[i] - z[i];
        }
        return norm(difference) / norm(z);
    }

    private static double cosine(float[] x, float[] z) {
        return 1 - product(x, z) / (norm(x) * norm(z));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1", "-2", "F1", "=", "A1"})
    void a_fixed_position_is_compared_where_a_sample_has_it(String match) {
        List<Sample> samples = view.inspect(query, settings(100, 0.5, Distance.EUCLIDEAN, "1", match, 6))
                .samples();
        int without = 0;
        for (Sample sample : samples) {
            int[] tokens = model.task().vocabulary().encode(sample.text());
            int position = Positions.find(model.task(), tokens, match).orElse(-1);
            if (position < 0 || sample.tokens().get(position).equals("P")) {
                assertThat(sample.matchedPosition()).isEqualTo(-1);
                assertThat(sample.distance()).isInfinite();
                assertThat(sample.inside()).isFalse();
                without++;
            } else {
                assertThat(sample.matchedPosition()).isEqualTo(position);
                assertThat(sample.distance()).isEqualTo(sample.distances().get(position));
            }
        }
        assertThat(samples.size() - without).isPositive();
        assertThat(samples).isSortedAccordingTo(Comparator.comparingDouble(Sample::distance));
    }

    @Test
    void probability_differences_are_differences_of_probabilities() {
        EpsilonPreimage found = view.inspect(query, settings(100, 0.5, 1));
        assertThat(found.shown()).hasSize(10).doesNotHaveDuplicates();
        for (int i = 0; i < found.samples().size(); i++) {
            Sample sample = found.samples().get(i);
            if (!found.shown().contains(i)) {
                assertThat(sample.probabilityDifferences()).isEmpty();
                continue;
            }
            assertThat(sample.probabilityDifferences())
                    .hasSameSizeAs(sample.tokens())
                    .allSatisfy(difference -> assertThat(difference).isBetween(-1.0, 1.0));
            assertThat(sample.probabilityDifferences().get(0)).isZero();
            assertThat(sample.probabilityDifferences()).anyMatch(difference -> Math.abs(difference) > 1e-3);
        }
        assertThat(found.shownSamples()).allMatch(sample -> found.samples().contains(sample));
    }

    @Test
    void what_begins_every_input_tells_nothing() {
        EpsilonPreimage found = view.inspect(new Query(input, query.site(), 0), settings(50, 0.5, 1));
        assertThat(found.shownSamples())
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.probabilityDifferences())
                        .isNotEmpty()
                        .allSatisfy(difference -> assertThat(difference).isCloseTo(0, within(1e-5))));
        assertThat(found.samples()).allMatch(Sample::inside); // BOS of every sample has the same activation
    }

    @Test
    void a_hundred_calls_leave_the_same_number_of_native_arrays() {
        int before = model.nativeArrays();
        int beforeDecoder = decoder.manager().getManagedArrays().size();
        for (int call = 0; call < 100; call++) {
            view.inspect(query, settings(8, 0.5, call));
            measure(query, List.<int[]>of(input), settings(8, 0.5, call));
        }
        assertThat(model.nativeArrays()).isEqualTo(before);
        assertThat(decoder.manager().getManagedArrays()).hasSize(beforeDecoder);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void rejects_a_number_of_proposals_out_of_range(int n) {
        assertThatThrownBy(() -> settings(n, 0.1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("number of proposals %s: it must be from 1 to %,d", n, 1_000_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "-0.1, -0.1", "NaN, NaN", "Infinity, Infinity"})
    void rejects_an_epsilon_that_is_not_above_zero(double epsilon, String printed) {
        assertThatThrownBy(() -> settings(8, epsilon, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "epsilon " + printed
                                + ": it must be above 0 (0.1 is usual; distances are relative to the query activation's length)");
    }

    @Test
    void rejects_a_negative_number_of_samples_to_show() {
        assertThatThrownBy(() -> new SamplingSettings(
                        8, 0.1, Distance.EUCLIDEAN, SamplingSchedule.AUTO, SamplingSettings.BEST, 0, -1))
                .hasMessage("number of samples shown -1: it must be 0 or above");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 13, 14})
    void rejects_a_position_that_the_input_lacks(int position) {
        assertThatThrownBy(() -> view.inspect(new Query(input, query.site(), position), settings(8, 0.5, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("position %s: this input has positions 0 to 12".formatted(position));
    }

    @Test
    void rejects_a_site_that_the_model_or_the_decoder_lacks() {
        assertThatThrownBy(() -> view.inspect(new Query(input, ActivationSite.parse("a1.2"), A1), settings(8, 0.5, 1)))
                .hasMessage("head 2: block 1 of this model has heads 0 to 1");
        Query pattern = new Query(input, ActivationSite.parse("blocks.0.attn.hook_pattern"), A1);
        assertThatThrownBy(() -> view.inspect(pattern, settings(8, 0.5, 1)))
                .hasMessage(
                        "site blocks.0.attn.hook_pattern: it holds no vector of width 8 a position: it is the attention pattern (B, H, T, T)");
        Query everyHead = new Query(input, ActivationSite.parse("blocks.0.hook_attn_out"), A1);
        assertThatThrownBy(() -> view.inspect(everyHead, settings(8, 0.5, 1)))
                .hasMessage(
                        "site blocks.0.hook_attn_out: the decoder reads %s only: take one of these, or another source of samples",
                        model.sites());
        assertThatThrownBy(() -> measure(pattern, List.<int[]>of(input), settings(8, 0.5, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "site blocks.0.attn.hook_pattern: it holds no vector of width 8 a position: it is the attention pattern (B, H, T, T)");
    }

    @Test
    void rejects_an_activation_of_length_zero() {
        NDManager manager = PyTorch.open(Device.cpu());
        Map<String, NDArray> arrays = TinyModels.arrays(manager, ParameterShapes.of(TinyModels.PROBED), 1);
        arrays.computeIfPresent("h.0.attn.c_proj.weight", (name, array) -> array.zerosLike());
        TransformerWeights weights = TransformerWeights.named(manager, TinyModels.PROBED, arrays);
        try (ProbedModel mute = new ProbedModel(manager, TinyModels.PROBED, weights, TinyModels.TASK)) {
            InversionView muteView = new InversionView(mute, decoder, PROVENANCE);
            Query silent = new Query(input, ActivationSite.parse("a0.1"), A1);
            assertThatThrownBy(() -> muteView.inspect(silent, settings(8, 0.5, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "query activation a0.1 at position 9: it is zero, and distances from it are undefined; ask about another position");
        }
    }

    @Test
    void rejects_a_decoder_of_another_model() {
        TransformerConfig oneBlock = new TransformerConfig(15, 14, 8, 1, 2, 16, 1e-5f, Activation.GELU_NEW);
        try (TrainedDecoder ofTwo = TinyModels.decoder(11, 1);
                ProbedModel other = TinyModels.probed(TinyModels.TASK, oneBlock, 1)) {
            assertThatThrownBy(() -> new InversionView(other, ofTwo, PROVENANCE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "decoder of width 8 at %s: the model has width 8 and %s, so they do not belong together",
                            ofTwo.shape().sites(), other.sites());
        }
    }
}
