package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.ActivationExamples;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.decoder.DecoderTraining;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.probed.AttentionShaping;
import org.inversionview.models.probed.ProbedModelTraining;
import org.inversionview.models.transformer.ParameterShapes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was computed forward is still there when gradients are computed, whatever Java collects in between. */
class GradientsTest {

    private static final TrainingPlan PLAN = new TrainingPlan(80, 16, 5, 0.01, 0.01, 0.1, 0.01, 1, 0.9, 3);
    private static final DecoderConfig CONFIG = TinyModels.decoderConfig(3);

    /** Activations of ones. */
    private static final class Ones implements ActivationExamples {

        @Override
        public Chosen choose(long step, int size, RandomGenerator random) {
            List<int[]> inputs = IntStream.range(0, size)
                    .mapToObj(row -> TinyModels.TASK.sample(random))
                    .toList();
            return new Chosen(inputs, new int[size], new int[size]);
        }

        @Override
        public NDArray activations(Chosen chosen, NDManager scratch) {
            return scratch.ones(new Shape(chosen.sites().length, CONFIG.activationWidth()));
        }
    }

    private static Trainer.Loss loss(boolean decoder, NDManager manager) {
        return decoder
                ? new DecoderTraining(
                        manager,
                        CONFIG,
                        PLAN,
                        TinyModels.TASK.vocabulary(),
                        new SiteStatistics(new float[3][CONFIG.activationWidth()], new float[] {1, 1, 1}),
                        new Ones(),
                        1)
                : new ProbedModelTraining(TinyModels.PROBED, PLAN, TinyModels.TASK, new AttentionShaping(0, 0.05, 0));
    }

    private static Map<String, float[]> gradients(boolean decoder, Runnable between) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode on = Torch.withGradient()) {
            Map<String, NDArray> weights =
                    TinyModels.arrays(manager, decoder ? CONFIG.shapes() : ParameterShapes.of(TinyModels.PROBED), 8);
            weights.values().forEach(weight -> weight.setRequiresGradient(true));
            NDArray loss = loss(decoder, manager).of(weights, 0, manager);
            between.run();
            Torch.backward(loss);
            weights.forEach(
                    (name, weight) -> gradients.put(name, weight.getGradient().toFloatArray()));
        }
        return gradients;
    }

    /** Has Java collect what it may, and others use its memory. */
    private static void collect() {
        List<ByteBuffer> others = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int size = 4; size <= 64; size *= 2) {
                for (int i = 0; i < 200; i++) {
                    ByteBuffer other = ByteBuffer.allocateDirect(size);
                    for (int at = 0; at < size; at++) {
                        other.put((byte) 0x45);
                    }
                    others.add(other);
                }
            }
        }
        assertThat(others).hasSizeGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void are_the_same_when_memory_was_collected(boolean decoder) {
        Map<String, float[]> usual = gradients(decoder, () -> {});
        gradients(decoder, GradientsTest::collect)
                .forEach((name, gradient) ->
                        assertThat(gradient).as(name).isEqualTo(Objects.requireNonNull(usual.get(name))));
    }
}
