package org.inversionview.models.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.training.FlatParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationEncoderTest {

    private static final int SITES = 7;
    private static final int WIDTH = 8;

    private final DecoderConfig config = TinyModels.decoderConfig(SITES);

    /** The same numbers, by a product with all sites' rows in which the others' coordinates are zero. */
    private NDArray throughAllSites(Map<String, NDArray> weights, NDArray z, int[] sites) {
        NDArray indices =
                z.getManager().create(Arrays.stream(sites).asLongStream().toArray());
        NDArray own = indices.oneHot(SITES).expandDims(2).mul(z.expandDims(1)); // (B, sites, D)
        return own.reshape(sites.length, -1)
                .matMul(Objects.requireNonNull(weights.get("encoder.in.weight")))
                .add(Torch.embedding(indices, Objects.requireNonNull(weights.get("encoder.site.weight"))));
    }

    private static float[] normal(long seed, int count) {
        return FlatParameters.normal(new SplittableRandom(seed), count, 1);
    }

    /** What is entered, and the gradient of a sum of it, weighted by fixed numbers. */
    private record Entered(float[] values, float[] gradient) {}

    private Entered entered(int rows, Function<Map<String, NDArray>, Function<NDArray, NDArray>> form) {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            FlatParameters parameters = DecoderTraining.parameters(manager, config, 1, 0, Optional.empty());
            try (NDManager scratch = manager.newSubManager();
                    Torch.GradientMode on = Torch.withGradient()) {
                NDArray z = scratch.create(normal(2, rows * WIDTH), new Shape(rows, WIDTH));
                NDArray entered = form.apply(parameters.leaves()).apply(z);
                Torch.backward(entered.mul(scratch.create(normal(3, (int) entered.size()), entered.getShape()))
                        .sum());
                return new Entered(entered.toFloatArray(), parameters.gradient().toFloatArray());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0,0,0,0,1,1,3,3,3,3,3,3,6", "5,0,3,5,5,2,0,6,5", "4", "2,2,2,2,2", "0,1,2,3,4,5,6,6,6,6,6,6,6,6"
            })
    void enters_by_the_site_s_own_rows_as_through_all_of_them(String text) {
        int[] sites = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
        Entered own = entered(sites.length, weights -> z -> new ActivationEncoder(config, weights).enter(z, sites));
        Entered all = entered(sites.length, weights -> z -> throughAllSites(weights, z, sites));
        assertThat(own.values()).containsExactly(all.values(), within(1e-5f));
        assertThat(own.gradient()).containsExactly(all.gradient(), within(1e-5f));
        assertThat(IntStream.range(0, own.gradient().length)).anyMatch(i -> own.gradient()[i] != 0);
    }

    @Test
    void leaves_nothing_behind() {
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode off = Torch.withoutGradient()) {
            FlatParameters parameters = DecoderTraining.parameters(manager, config, 1, 0, Optional.empty());
            Map<String, NDArray> weights = parameters.views(parameters.values(), manager);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 100; i++) {
                try (NDManager scratch = manager.newSubManager()) {
                    NDArray z = scratch.create(normal(i, 2 * WIDTH), new Shape(2, WIDTH));
                    new ActivationEncoder(config, weights).encode(z, new int[] {i % SITES, 3});
                }
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void groups_are_few_and_have_a_place_for_every_row() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            int most = random.nextInt(1, 40);
            int[] sites = IntStream.generate(() -> (int) (most * Math.pow(random.nextDouble(), 3)))
                    .limit(random.nextInt(1, 100))
                    .toArray();
            RowsBySite bySite = RowsBySite.of(sites);
            assertThat((long) bySite.sites().length)
                    .isLessThanOrEqualTo(2 * Arrays.stream(sites).distinct().count());
            assertThat(bySite.rows().length)
                    .isEqualTo(bySite.sites().length * bySite.size())
                    .isLessThanOrEqualTo(3 * sites.length);
            for (int row = 0; row < sites.length; row++) {
                int place = (int) bySite.places()[row];
                assertThat(bySite.rows()[place]).isEqualTo(row);
                assertThat(bySite.sites()[place / bySite.size()]).isEqualTo(sites[row]);
            }
        }
    }
}
