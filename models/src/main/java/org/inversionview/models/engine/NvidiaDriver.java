package org.inversionview.models.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** NVIDIA's driver: what it says of the GPUs that it gives to this process, whichever CUDA a program brings with it. */
public final class NvidiaDriver {

    private static final int SUCCESS = 0;
    private static final int LONGEST_NAME = 256;
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;

    private final Calls calls;

    /** The functions of CUDA's driver interface that are needed; each returns 0 where it could do its work. */
    interface Calls extends Library {

        int cuInit(int flags);

        int cuDriverGetVersion(IntByReference version);

        int cuDeviceGetCount(IntByReference count);

        int cuDeviceGet(IntByReference device, int ordinal);

        int cuDeviceGetName(byte[] name, int length, int device);

        int cuDeviceGetAttribute(IntByReference value, int attribute, int device);
    }

    NvidiaDriver(Calls calls) {
        this.calls = calls;
    }

    /** Returns the driver of this machine; nothing where there is none, or none that works. */
    public static Optional<NvidiaDriver> find() {
        try {
            Calls calls = Native.load(Platform.isWindows() ? "nvcuda" : "libcuda.so.1", Calls.class);
            return calls.cuInit(0) == SUCCESS ? Optional.of(new NvidiaDriver(calls)) : Optional.empty();
        } catch (UnsatisfiedLinkError none) {
            return Optional.empty();
        }
    }

    /** Returns the newest CUDA that it can run, such as {@code 12.8}. */
    public String cuda() {
        IntByReference version = new IntByReference(); // 1000 · major + 10 · minor
        calls.cuDriverGetVersion(version);
        return "%s.%s".formatted(version.getValue() / 1000, version.getValue() % 1000 / 10);
    }

    /** Returns how many GPUs there are. */
    public int gpus() {
        IntByReference count = new IntByReference();
        return calls.cuDeviceGetCount(count) == SUCCESS ? count.getValue() : 0;
    }

    /** Returns what a GPU calls itself, such as {@code NVIDIA H200}; nothing where it does not say. */
    public Optional<String> name(int gpu) {
        IntByReference device = new IntByReference();
        byte[] name = new byte[LONGEST_NAME];
        boolean said = calls.cuDeviceGet(device, gpu) == SUCCESS
                && calls.cuDeviceGetName(name, name.length, device.getValue()) == SUCCESS;
        return said
                ? Optional.of(new String(name, StandardCharsets.UTF_8).replaceFirst("(?s)\0.*", ""))
                : Optional.empty();
    }

    /** Returns the generation of a GPU, such as 8 for Ampere: its compute capability's first number. */
    public Optional<Integer> computeCapability(int gpu) {
        IntByReference device = new IntByReference();
        IntByReference major = new IntByReference();
        boolean said = calls.cuDeviceGet(device, gpu) == SUCCESS
                && calls.cuDeviceGetAttribute(major, COMPUTE_CAPABILITY_MAJOR, device.getValue()) == SUCCESS;
        return said ? Optional.of(major.getValue()) : Optional.empty();
    }
}
