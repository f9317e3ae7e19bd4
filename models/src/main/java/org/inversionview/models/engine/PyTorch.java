package org.inversionview.models.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The one way to PyTorch: whoever comes first, {@link NativeSettings} are made before the library is loaded, and its vector
 * mathematics has been used once before two threads can use it.
 */
public final class PyTorch {

    /**
     * What the environment says to OpenMP of the GNU compilers: threads that wait for each other sleep, after 5,000 turns, which
     * take some 200 µs.
     */
    public static final Map<String, String> THREADS_WAIT =
            Map.of("OMP_WAIT_POLICY", "passive", "GOMP_SPINCOUNT", "5000");

    private static final boolean SETTINGS_TAKEN = NativeSettings.apply();

    private static final Optional<Libtorch> OF_USER = Libtorch.ofUser();

    private PyTorch() {}

    /**
     * Makes the native settings without starting the engine, for programs in which others may start it.
     *
     * @return whether the system took them
     */
    public static boolean prepare() {
        return SETTINGS_TAKEN;
    }

    /** Returns a new manager of arrays on the device; whoever opens it closes it. */
    public static NDManager open(Device device) {
        return engine().newBaseManager(device);
    }

    /** Returns the version of the library that computes, such as {@code 2.7.1} or {@code 2.7.1 with CUDA 12.8}. */
    public static String version() {
        String asked = engine().getVersion(); // of a library of the user's, what PYTORCH_VERSION says
        return Libtorch.in(Path.of(LibUtils.getLibtorchPath()))
                .map(Libtorch::fullVersion)
                .orElse(asked);
    }

    /** Returns the first GPU, or the CPU where PyTorch sees no GPU. */
    public static Device defaultDevice() {
        return engine().defaultDevice();
    }

    /** Returns how many GPUs PyTorch sees. */
    public static int gpus() {
        return engine().getGpuCount();
    }

    /** Returns how many threads one operation is spread over on the CPU. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /** Has operations on the CPU spread over so many threads, from 1: those of this thread, and of threads that begin to compute. */
    public static void spreadOver(int threads) {
        engine();
        JniUtils.setNumThreads(threads);
    }

    /** Seeds the engine's own generator, which {@link Torch#dropout} draws from. */
    public static void seed(int seed) {
        engine().setRandomSeed(seed);
    }

    private static Engine engine() {
        OF_USER.ifPresent(Libtorch::require);
        Engine.getInstance(); // says why if it cannot start
        return Started.ENGINE;
    }

    /**
     * MKL's vector mathematics looks at the processor in its first call, and stores what it found in two steps: a thread that
     * calls it between them computes with the kernels of another accuracy, wrong from the fourth digit on. So the first call
     * is made by one thread, while all others wait for this class.
     */
    private static final class Started {

        static final Engine ENGINE = withVectorMathematics(Engine.getInstance());

        private static Engine withVectorMathematics(Engine engine) {
            try (NDManager manager = engine.newBaseManager(Device.cpu());
                    NDArray one = manager.create(1f)) {
                one.sqrt().close();
            }
            return engine;
        }
    }
}
