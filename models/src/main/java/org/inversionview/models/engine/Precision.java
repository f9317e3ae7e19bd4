package org.inversionview.models.engine;

import ai.djl.Device;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;

/**
 * How precisely a GPU multiplies matrices of float32 numbers: a setting of the whole process, which PyTorch reads from the
 * environment as it starts.
 */
public enum Precision {

    /** As the CPU does. */
    FLOAT32,

    /** NVIDIA's TensorFloat-32: ten bits of mantissa instead of 23 in a product's factors, several times as fast. */
    TF32;

    /** The environment variable that PyTorch reads: 1 for TF32. */
    public static final String VARIABLE = "TORCH_ALLOW_TF32_CUBLAS_OVERRIDE";

    private static final String NAME = "precision";
    private static final int FIRST_CAPABLE = 8; // compute capability of Ampere

    /** Returns what this process was started with. */
    public static Precision ofProcess() {
        return of(System.getenv());
    }

    static Precision of(Map<String, String> environment) {
        return "1".equals(environment.get(VARIABLE)) ? TF32 : FLOAT32;
    }

    /**
     * Returns the precision that {@code float32} or {@code tf32} names.
     *
     * @throws InvalidRequestException saying what is allowed
     */
    public static Precision named(String name) {
        return switch (name) {
            case "float32" -> FLOAT32;
            case "tf32" -> TF32;
            default -> throw new InvalidRequestException(NAME, name, "write float32, or tf32 on a GPU that has it");
        };
    }

    /**
     * Makes sure that the device computes so in this process.
     *
     * @throws InvalidRequestException saying what stands against it, and what to set
     */
    public void require(Device device) {
        require(device, ofProcess(), NvidiaDriver.find());
    }

    void require(Device device, Precision process, Optional<NvidiaDriver> driver) {
        if (!device.isGpu()) {
            if (this == TF32) {
                throw refused("it is of NVIDIA GPUs; the CPU computes in float32");
            }
            return;
        }
        boolean capable =
                driver.flatMap(it -> it.computeCapability(device.getDeviceId())).orElse(FIRST_CAPABLE) >= FIRST_CAPABLE;
        if (this == TF32 && !capable) {
            throw refused("this GPU is older than those that have it (Ampere); write float32");
        }
        if (this != process) {
            throw refused(
                    this == TF32
                            ? "this process was started with float32; set %s=1 before it starts, as install --gpu --precision tf32 does for the kernel"
                                    .formatted(VARIABLE)
                            : "this process was started with tf32; start it without %s".formatted(VARIABLE));
        }
    }

    private InvalidRequestException refused(String allowed) {
        return new InvalidRequestException(NAME, this, allowed);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
