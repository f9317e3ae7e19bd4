package org.inversionview.models.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedDecoderTest {

    private static final double TOLERANCE = 1e-5; // float32, log-probabilities of a few nats

    private final NDManager manager = PyTorch.open(Device.cpu());
    private final DecoderConfig config = config();
    private final Vocabulary vocabulary = TinyModels.TASK.vocabulary();
    private final Map<String, NDArray> weights = TinyModels.arrays(manager, config.shapes(), 11);
    private final ConditionalDecoder network = new ConditionalDecoder(manager, config, weights);
    private final SiteStatistics statistics = new SiteStatistics(
            new float[][] {{1, 2, 3, 4, 5, 6, 7, 8}, {0, 1, 0, 1, 0, 1, 0, 1}, new float[8]}, new float[] {2, 3, 4});
    private final TrainedDecoder decoder = new TrainedDecoder(manager, network, statistics, vocabulary);

    private final List<int[]> inputs =
            List.of(vocabulary.encode("B12E"), vocabulary.encode("B615+861=1476E"), vocabulary.encode("B"));
    private final float[][] activations = {activation(1), activation(2), activation(3)};
    private final int[] sites = {2, 0, 1};
    private final double[] temperatures = {1, 0.5, 2};
    private final SampleRequest request = new SampleRequest(activations, sites, temperatures);

    /** Returns the shape of the decoder that is tested. */
    DecoderConfig config() {
        return TinyModels.decoderConfig(3);
    }

    @AfterEach
    void release() {
        decoder.close();
    }

    private static float[] activation(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] z = new float[8];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) random.nextGaussian();
        }
        return z;
    }

    /** One token's log-probability from the logits of its prefix alone, with an activation normalised by hand. */
    private double logProbability(int row, int position) {
        int[] prefix = Arrays.copyOf(inputs.get(row), position);
        float[] z = statistics.normalise(sites[row], activations[row]);
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray tokens = scratch.create(Arrays.stream(prefix).asLongStream().toArray())
                    .reshape(1, position);
            float[] logits = network.logits(scratch.create(z).reshape(1, 8), new int[] {sites[row]}, tokens)
                    .get("0, -1")
                    .toFloatArray();
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit / temperatures[row]);
            }
            return logits[inputs.get(row)[position]] / temperatures[row] - Math.log(sum);
        }
    }

    @Test
    void every_token_s_log_probability_is_that_of_its_prefix_whatever_the_other_inputs_are() {
        float[][] found = decoder.logProbabilities(inputs, request);
        assertThat(found).hasNumberOfRows(3);
        for (int row = 0; row < found.length; row++) {
            assertThat(found[row]).hasSize(inputs.get(row).length);
            assertThat(found[row][0]).isZero();
            for (int position = 1; position < found[row].length; position++) {
                assertThat((double) found[row][position]).isCloseTo(logProbability(row, position), within(TOLERANCE));
            }
        }
    }

    @Test
    void bos_alone_is_given() {
        float[][] found = decoder.logProbabilities(List.of(vocabulary.encode("B")), request.rows(0, 1));
        assertThat(found).isDeepEqualTo(new float[][] {{0}});
    }

    @Test
    void no_input_has_no_probability() {
        assertThat(decoder.logProbabilities(List.of(), SampleRequest.of(new float[0][], 0, 1)))
                .isEmpty();
    }

    @Test
    void samples_follow_the_raw_activation() {
        float[][] normal = {statistics.normalise(0, activations[0]), statistics.normalise(0, activations[1])};
        SiteStatistics none = new SiteStatistics(new float[3][8], new float[] {1, 1, 1});
        TrainedDecoder plain = new TrainedDecoder(manager, network, none, vocabulary);
        float[][] raw = {activations[0], activations[1]};
        assertThat(decoder.sample(SampleRequest.of(raw, 0, 1), new SplittableRandom(5)))
                .usingRecursiveComparison()
                .isEqualTo(plain.sample(SampleRequest.of(normal, 0, 1), new SplittableRandom(5)));
    }

    /** What the sampler does is what the probabilities say: independent code, token by token with a cache. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void inputs_are_sampled_as_often_as_their_probability_says(double temperature) {
        float[][] same = new float[20_000][];
        Arrays.fill(same, activations[0]);
        List<int[]> sampled = decoder.sample(SampleRequest.of(same, 2, temperature), new SplittableRandom(3));
        Map<List<Integer>, Long> counts = sampled.stream()
                .collect(Collectors.groupingBy(
                        input -> Arrays.stream(input).boxed().toList(), Collectors.counting()));
        List<List<Integer>> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<List<Integer>, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .limit(3)
                .toList();
        for (List<Integer> input : frequent) {
            int[] tokens = input.stream().mapToInt(Integer::intValue).toArray();
            float[] logarithms = decoder.logProbabilities(
                            List.of(tokens), SampleRequest.of(new float[][] {activations[0]}, 2, temperature))[0];
            double sum = 0;
            for (float logarithm : logarithms) {
                sum += logarithm;
            }
            double expected = same.length * Math.exp(sum);
            assertThat((double) counts.getOrDefault(input, 0L)).isCloseTo(expected, within(4 * Math.sqrt(expected)));
        }
    }

    @Test
    void a_decoder_over_the_weights_of_a_training_leaves_them_when_it_is_closed() {
        int before = manager.getManagedArrays().size();
        try (TrainedDecoder borrowed = new TrainedDecoder(manager.newSubManager(), network, statistics, vocabulary)) {
            borrowed.logProbabilities(inputs, request);
            borrowed.sample(SampleRequest.of(activations, 1, 1), new SplittableRandom(1));
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
        assertThat(decoder.logProbabilities(inputs, request)).hasNumberOfRows(3);
    }

    @Test
    void its_shape_is_its_network_s() {
        assertThat(decoder.shape())
                .isEqualTo(new DecoderShape(TinyModels.sites().subList(0, 3), 8, 14, config.bytesOfSample()));
        assertThat(config.bytesOfSample()).isBetween(4_000L, 8_000L); // of 2 blocks, width 16, 17 columns, 15 tokens
    }

    @Test
    void statistics_stay_as_they_were_made() {
        statistics.means()[0][0] = 99;
        statistics.deviations()[0] = 99;
        assertThat(statistics.normalise(0, new float[8])[0]).isEqualTo(-0.5f);
    }
}
