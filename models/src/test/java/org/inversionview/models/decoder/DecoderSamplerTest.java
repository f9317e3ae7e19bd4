package org.inversionview.models.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderSamplerTest {

    private static final int LONGEST = 14;
    private static final int TOKENS = 15;

    private final TrainedDecoder trained = TinyModels.decoder(3, 11);
    private final ConditionalDecoder decoder = trained.network();
    private final Vocabulary vocabulary = TinyModels.TASK.vocabulary();
    private final DecoderSampler sampler = new DecoderSampler(decoder, trained.statistics(), vocabulary);

    @AfterEach
    void release() {
        trained.close();
    }

    private static float[] activation(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] z = new float[8];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return z;
    }

    /** Rows of activations of their own, from {@code firstSeed} on, at the three sites in turn. */
    private static SampleRequest request(int rows, long firstSeed, double temperature) {
        double[] temperatures = new double[rows];
        Arrays.fill(temperatures, temperature);
        return new SampleRequest(
                IntStream.range(0, rows)
                        .mapToObj(row -> activation(firstSeed + row))
                        .toArray(float[][]::new),
                IntStream.range(0, rows).map(row -> row % 3).toArray(),
                temperatures);
    }

    private List<String> sample(SampleRequest request, long seed) {
        return sample(request, new SplittableRandom(seed));
    }

    private List<String> sample(SampleRequest request, RandomGenerator random) {
        return sampler
                .sample(
                        trained.manager(),
                        request,
                        position -> random.doubles(request.rows()).toArray())
                .stream()
                .map(vocabulary::decode)
                .toList();
    }

    private NDArray z(NDManager manager, SampleRequest request) {
        return manager.create(request.activations());
    }

    /** [row][V], the logits after the last of the tokens, computed without a cache. */
    private float[][] fullLogits(SampleRequest request, List<int[]> tokens) {
        int length = tokens.get(0).length;
        try (NDManager scratch = trained.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            long[] ids =
                    tokens.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
            NDArray batch = scratch.create(ids, new Shape(tokens.size(), length));
            float[] flat = decoder.logits(z(scratch, request), request.sites(), batch)
                    .get(":, -1")
                    .toFloatArray();
            return IntStream.range(0, tokens.size())
                    .mapToObj(row -> Arrays.copyOfRange(flat, row * TOKENS, (row + 1) * TOKENS))
                    .toArray(float[][]::new);
        }
    }

    private static int argMax(float[] values) {
        return IntStream.range(0, values.length).reduce(0, (best, i) -> values[i] > values[best] ? i : best);
    }

    @Test
    void cached_steps_give_the_logits_of_a_full_pass_also_after_rows_have_left() {
        SampleRequest request = request(6, 100, 1);
        RandomGenerator random = new SplittableRandom(5);
        List<int[]> tokens = IntStream.range(0, 6)
                .mapToObj(row -> IntStream.range(0, LONGEST)
                        .map(t -> t == 0 ? vocabulary.bos() : random.nextInt(TOKENS))
                        .toArray())
                .toList();
        int[] rows = {0, 1, 2, 3, 4, 5};
        double largest = 0;
        try (NDManager scratch = trained.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            KeyValueCache cache =
                    KeyValueCache.create(scratch, decoder.encode(z(scratch, request), request.sites()), LONGEST);
            for (int t = 0; t < LONGEST; t++) {
                int position = t;
                if (t == 4 || t == 9) {
                    long[] kept = t == 4 ? new long[] {1, 2, 5} : new long[] {2};
                    cache = cache.rows(scratch, scratch.create(kept));
                    int[] before = rows;
                    rows = Arrays.stream(kept).mapToInt(i -> before[(int) i]).toArray();
                }
                long[] last = Arrays.stream(rows)
                        .mapToLong(row -> tokens.get(row)[position])
                        .toArray();
                float[] found = decoder.next(scratch.create(last, new Shape(last.length, 1)), cache)
                        .toFloatArray();
                cache.advance();
                float[][] full = fullLogits(
                        request,
                        tokens.stream()
                                .map(row -> Arrays.copyOf(row, position + 1))
                                .toList());
                for (int i = 0; i < rows.length; i++) {
                    for (int token = 0; token < TOKENS; token++) {
                        largest = Math.max(largest, Math.abs(found[i * TOKENS + token] - full[rows[i]][token]));
                    }
                }
            }
        }
        System.out.printf("largest difference, cached against full logits: %.2e (allowed 1e-4)%n", largest);
        assertThat(largest).isLessThan(1e-4); // float32, logits to about 20, summed in another order
    }

    @Test
    void rows_that_share_activation_and_prefix_are_sampled_as_if_each_stood_alone() {
        int rows = 300;
        double[] temperatures = IntStream.range(0, rows)
                .mapToDouble(row -> row % 2 == 0 ? 0.5 : 1)
                .toArray();
        int[] sites = IntStream.range(0, rows).map(row -> row % 3 == 0 ? 1 : 2).toArray();
        float[][] shared = new float[rows][];
        float[][] apart = new float[rows][];
        for (int row = 0; row < rows; row++) {
            shared[row] = activation(row % 10 == 0 ? row : 7);
            apart[row] = shared[row].clone();
            apart[row][0] += row * 1e-7f; // too little to change what is drawn, enough to be another activation
        }
        assertThat(sample(new SampleRequest(shared, sites, temperatures), 3))
                .isEqualTo(sample(new SampleRequest(apart, sites, temperatures), 3));
    }

    @Test
    void logits_depend_on_activation_site_and_every_earlier_token() {
        List<int[]> tokens = List.of(vocabulary.encode("B12"), vocabulary.encode("B12"));
        float[] z = activation(1);
        double[] ones = {1, 1};
        float[][] otherZ =
                fullLogits(new SampleRequest(new float[][] {z, activation(2)}, new int[] {0, 0}, ones), tokens);
        float[][] otherSite = fullLogits(new SampleRequest(new float[][] {z, z}, new int[] {0, 1}, ones), tokens);
        float[][] otherToken = fullLogits(
                new SampleRequest(new float[][] {z, z}, new int[] {0, 0}, ones),
                List.of(vocabulary.encode("B12"), vocabulary.encode("B32")));
        for (float[][] pair : List.of(otherZ, otherSite, otherToken)) {
            assertThat(pair[0]).isNotEqualTo(pair[1]);
        }
        assertThat(otherZ[0]).containsExactly(otherSite[0], within(1e-5f));
    }

    @Test
    void the_same_seed_gives_the_same_samples_and_another_seed_others() {
        SampleRequest request = request(50, 7, 1);
        assertThat(sample(request, 1)).isEqualTo(sample(request, 1)).isNotEqualTo(sample(request, 2));
    }

    @Test
    void samples_begin_with_bos_and_end_at_the_first_eos_or_the_longest_length() {
        List<String> samples = sample(request(300, 7, 1), 3);
        assertThat(samples).hasSize(300).allSatisfy(text -> {
            assertThat(text).startsWith("B").hasSizeBetween(2, LONGEST);
            assertThat(text.indexOf('E')).isIn(-1, text.length() - 1);
            assertThat(text.length() == LONGEST || text.endsWith("E")).isTrue();
        });
        assertThat(samples).anyMatch(text -> text.length() < 6).anyMatch(text -> !text.endsWith("E"));
    }

    @Test
    void a_row_s_sample_does_not_depend_on_when_the_others_end() {
        SampleRequest first = request(60, 1000, 1);
        float[][] activations = request(60, 2000, 1).activations();
        System.arraycopy(first.activations(), 0, activations, 0, 20);
        SampleRequest second = new SampleRequest(activations, first.sites(), first.temperatures());
        List<String> one = sample(first, 9);
        List<String> other = sample(second, 9);
        assertThat(other.subList(0, 20)).isEqualTo(one.subList(0, 20));
        assertThat(other.subList(20, 60)).isNotEqualTo(one.subList(20, 60));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-300})
    void a_row_of_very_low_temperature_is_the_most_likely_sequence_whatever_the_others_are(double temperature) {
        SampleRequest warm = request(12, 40, 2);
        double[] temperatures = warm.temperatures();
        for (int row = 0; row < 12; row += 3) {
            temperatures[row] = temperature;
        }
        SampleRequest request = new SampleRequest(warm.activations(), warm.sites(), temperatures);
        List<String> samples = sample(request, 17);
        for (int row = 0; row < 12; row += 3) {
            assertThat(samples.get(row)).isEqualTo(greedy(request, row));
        }
        assertThat(samples.get(1)).isNotEqualTo(greedy(request, 1));
    }

    private String greedy(SampleRequest request, int row) {
        SampleRequest one = new SampleRequest(
                new float[][] {request.activations()[row]}, new int[] {request.sites()[row]}, new double[] {1});
        List<Integer> ids = new ArrayList<>(List.of(vocabulary.bos()));
        while (ids.size() < LONGEST && ids.get(ids.size() - 1) != vocabulary.eos()) {
            int[] prefix = ids.stream().mapToInt(id -> id).toArray();
            ids.add(argMax(fullLogits(one, List.of(prefix))[0]));
        }
        return vocabulary.decode(ids.stream().mapToInt(id -> id).toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1, 2})
    void first_tokens_are_as_frequent_as_softmax_says(double temperature) {
        int rows = 4000;
        float[][] activations = new float[rows][];
        Arrays.fill(activations, activation(3));
        SampleRequest request = SampleRequest.of(activations, 2, temperature);
        int[] counts = new int[TOKENS];
        sample(request, 23).forEach(text -> counts[vocabulary.encode(text)[1]]++);
        double[] expected = softmax(
                fullLogits(
                        new SampleRequest(new float[][] {activation(3)}, new int[] {2}, new double[] {1}),
                        List.of(vocabulary.encode("B")))[0],
                temperature);
        double chiSquare = 0;
        for (int token = 0; token < TOKENS; token++) {
            double mean = rows * expected[token];
            chiSquare += Math.pow(counts[token] - mean, 2) / Math.max(mean, 5); // rare tokens count for less
        }
        assertThat(chiSquare).isLessThan(36.1); // 99.9 % of draws, 14 degrees of freedom; the seed is fixed
    }

    private static double[] softmax(float[] logits, double temperature) {
        double[] p = IntStream.range(0, logits.length)
                .mapToDouble(i -> Math.exp(logits[i] / temperature))
                .toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }

    @Test
    void a_token_of_probability_zero_is_never_drawn() {
        SampleRequest request = request(9, 40, 1e-6); // all but the most likely token underflow to 0
        RandomGenerator largest = () -> -1L; // uniform numbers of 1 − 2⁻⁵³, which float32 rounds to 1
        RandomGenerator smallest = () -> 0L;
        List<String> greedy =
                IntStream.range(0, 9).mapToObj(row -> greedy(request, row)).toList();
        assertThat(sample(request, largest)).isEqualTo(greedy);
        assertThat(sample(request, smallest)).isEqualTo(greedy);
    }

    @Test
    void a_request_stays_as_it_was_made() {
        float[][] activations = {activation(1), activation(2)};
        int[] sites = {0, 1};
        double[] temperatures = {1, 2};
        SampleRequest request = new SampleRequest(activations, sites, temperatures);
        activations[0][0] = 99;
        sites[0] = 2;
        temperatures[0] = 99;
        request.activations()[1][0] = 99;
        request.sites()[1] = 2;
        request.temperatures()[1] = 99;
        assertThat(request.activations()).isDeepEqualTo(new float[][] {activation(1), activation(2)});
        assertThat(request.sites()).containsExactly(0, 1);
        assertThat(request.temperatures()).containsExactly(1, 2);
    }

    @Test
    void a_hundred_calls_leave_no_native_array() {
        SampleRequest request = request(20, 60, 1);
        int before = trained.manager().getManagedArrays().size();
        for (int call = 0; call < 100; call++) {
            sample(request, call);
        }
        assertThat(trained.manager().getManagedArrays()).hasSize(before);
    }

    @Test
    void rejects_a_request_whose_rows_do_not_match() {
        assertThatThrownBy(() -> new SampleRequest(new float[2][8], new int[3], new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 activations, 3 sites, 1 temperatures: one of each a row");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void rejects_a_temperature_that_is_not_above_zero(double temperature) {
        assertThatThrownBy(() -> new SampleRequest(new float[1][8], new int[1], new double[] {temperature}))
                .hasMessage("temperatures must be above 0");
    }
}
