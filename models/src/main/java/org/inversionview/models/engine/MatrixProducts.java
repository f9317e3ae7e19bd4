package org.inversionview.models.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** How fast matrices are multiplied here: what no transformer can exceed. */
public final class MatrixProducts {

    private static final int SIZE = 1024;
    private static final int WARM_UP = 5;
    private static final int TIMES = 21;

    private MatrixProducts() {}

    /** Returns the floating-point operations a second, 10⁹, of the median float32 product of two 1,024 × 1,024 matrices on the CPU. */
    public static double gigaflops() {
        double[] seconds = new double[TIMES];
        try (NDManager manager = PyTorch.open(Device.cpu());
                Torch.GradientMode off = Torch.withoutGradient()) {
            NDArray one = manager.ones(new Shape(SIZE, SIZE));
            NDArray other = manager.full(new Shape(SIZE, SIZE), 0.5f);
            for (int run = -WARM_UP; run < TIMES; run++) {
                long start = System.nanoTime();
                one.matMul(other).close();
                if (run >= 0) {
                    seconds[run] = (System.nanoTime() - start) / 1e9;
                }
            }
        }
        Arrays.sort(seconds);
        return 2.0 * SIZE * SIZE * SIZE / seconds[TIMES / 2] / 1e9;
    }
}
