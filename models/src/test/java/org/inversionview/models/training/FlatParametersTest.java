package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.engine.Torch;
import org.junit.jupiter.api.Test;

class FlatParametersTest {

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("bias", new Shape(3));
        SHAPES.put("weight", new Shape(2, 3));
        SHAPES.put("idle", new Shape(2));
        SHAPES.put("scale", new Shape(1));
    }

    private static FlatParameters parameters(NDManager manager) {
        return new FlatParameters(
                manager,
                SHAPES,
                (name, shape) -> shape.dimension() == 2 ? List.of(1.0) : List.of(),
                (name, shape) -> FlatParameters.constant(shape.size(), name.length()));
    }

    /** Adds up bias² + 10 · weight, and has the gradient follow. */
    private static void pass(FlatParameters parameters, NDManager manager) {
        try (NDManager scratch = manager.newSubManager();
                Torch.GradientMode on = Torch.withGradient()) {
            NDArray factor = scratch.full(new Shape(3), 10);
            NDArray bias = leaf(parameters, "bias");
            NDArray loss = scratch.ones(new Shape(3)).mul(bias).mul(bias).add(factor.mul(leaf(parameters, "weight")));
            Torch.backward(loss.sum());
        }
    }

    private static NDArray leaf(FlatParameters parameters, String name) {
        return Objects.requireNonNull(parameters.leaves().get(name));
    }

    @Test
    void backward_passes_add_to_the_one_gradient() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            FlatParameters parameters = parameters(manager);
            NDArray gradient = parameters.gradient();

            pass(parameters, manager);
            assertThat(gradient.toFloatArray()).containsExactly(10, 10, 10, 10, 10, 10, 16, 16, 16, 0, 0, 0);
            pass(parameters, manager);
            assertThat(gradient.toFloatArray()).containsExactly(20, 20, 20, 20, 20, 20, 32, 32, 32, 0, 0, 0);
            gradient.muli(0);
            pass(parameters, manager);
            assertThat(gradient.toFloatArray()).containsExactly(10, 10, 10, 10, 10, 10, 16, 16, 16, 0, 0, 0);
        }
    }

    @Test
    void what_an_optimiser_does_to_the_array_is_seen_in_the_leaves() {
        try (NDManager manager = PyTorch.open(Device.cpu())) {
            FlatParameters parameters = parameters(manager);
            try (Torch.GradientMode off = Torch.withoutGradient()) {
                parameters.values().addi(1);
            }
            assertThat(leaf(parameters, "bias").toFloatArray()).containsExactly(5, 5, 5);
            pass(parameters, manager);
            assertThat(leaf(parameters, "bias").getGradient().toFloatArray()).containsExactly(20, 20, 20);
        }
    }
}
