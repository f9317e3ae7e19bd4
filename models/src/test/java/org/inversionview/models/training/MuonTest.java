package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.inversionview.models.engine.PyTorch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MuonTest {

    @ParameterizedTest
    @CsvSource({"2, true", "1, false"})
    void matrices_side_by_side_are_updated_each_on_its_own(int sideBySide, boolean alike, @TempDir Path folder)
            throws IOException {
        float[] small = firstUpdate(sideBySide, 0.01, folder.resolve("small"));
        float[] large = firstUpdate(sideBySide, 100, folder.resolve("large"));
        double largest = 0;
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) { // the left matrix: only the right one's gradient differs
                largest = Math.max(largest, Math.abs(small[row * 6 + column] - large[row * 6 + column]));
            }
        }
        assertThat(largest < 1e-5).isEqualTo(alike);
    }

    private static float[] firstUpdate(int sideBySide, double right, Path checkpoint) throws IOException {
        NDManager manager = PyTorch.open(Device.cpu());
        FlatParameters parameters = new FlatParameters(
                manager,
                Map.of("both", new Shape(3, 6)),
                (name, shape) -> Collections.nCopies(sideBySide, 1.0),
                (name, shape) -> FlatParameters.normal(new SplittableRandom(2), shape.size(), 0.5));
        TrainingPlan plan = new TrainingPlan(1, 1, 0, 0.02, 0.02, 0, 0, 1e9, 0, 5);
        try (Trainer trainer = new Trainer(manager, parameters, plan)) {
            trainer.run(
                    (weights, step, scratch) -> {
                        NDArray squares =
                                Objects.requireNonNull(weights.get("both")).pow(2);
                        NDArray left = squares.get(new NDIndex(":, :3")).sum();
                        return left.add(
                                squares.get(new NDIndex(":, 3:")).mul(right).sum());
                    },
                    Trainer.Measurement.NONE,
                    checkpoint,
                    progress -> {});
            return parameters.values().toFloatArray();
        }
    }
}
