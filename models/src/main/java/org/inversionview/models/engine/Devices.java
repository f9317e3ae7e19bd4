package org.inversionview.models.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;

/** The devices that a user may name. */
public final class Devices {

    /** What a GPU needs, for messages. */
    private static final String REMEDY =
            "set PYTORCH_LIBRARY_PATH to a libtorch 2.7.1 with CUDA 12.8, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128 before the program starts (kernel-ext/GPU.md)";

    private Devices() {}

    /** Returns, in a few lines, what there is to compute on. */
    public static List<String> describe() {
        List<String> lines = new ArrayList<>();
        lines.add("PyTorch %s, DJL %s, on %s processor cores; auto means %s."
                .formatted(
                        PyTorch.version(),
                        Engine.getDjlVersion(),
                        Runtime.getRuntime().availableProcessors(),
                        label(PyTorch.defaultDevice())));
        for (int gpu = 0; gpu < PyTorch.gpus(); gpu++) {
            MemoryUsage memory = CudaUtils.getGpuMemory(Device.gpu(gpu));
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d MB in use.",
                    fullName(Device.gpu(gpu)),
                    memory.getCommitted() >> 20,
                    memory.getMax() >> 20));
        }
        if (PyTorch.gpus() == 0) {
            lines.add("PyTorch sees no GPU. For one, " + REMEDY + ".");
        }
        return lines;
    }

    /**
     * Returns the device that {@code auto}, {@code cpu} or {@code gpu0} names.
     *
     * @throws InvalidRequestException saying what is allowed, or what this machine lacks
     */
    public static Device named(String name) {
        try {
            return switch (name) {
                case "auto" -> PyTorch.defaultDevice();
                case "cpu" -> Device.cpu();
                default -> gpu(name);
            };
        } catch (EngineException e) {
            throw new InvalidRequestException(
                    "device", name, "the PyTorch engine did not start (%s)".formatted(e.getMessage()), e);
        }
    }

    private static Device gpu(String name) {
        if (!name.matches("gpu\\d{1,3}")) {
            throw new InvalidRequestException("device", name, "write auto, cpu, or gpu0 for the first GPU");
        }
        int number = Integer.parseInt(name.substring(3));
        int gpus = PyTorch.gpus();
        if (number >= gpus) {
            throw new InvalidRequestException(
                    "device",
                    name,
                    "PyTorch sees %s here; use cpu, or %s"
                            .formatted(gpus == 0 ? "no GPU" : "GPUs 0 to " + (gpus - 1), REMEDY));
        }
        return Device.gpu(number);
    }

    /** Returns {@code cpu} or {@code gpu0}, whichever a name means; throws as {@link #named} does. */
    public static String resolved(String name) {
        return label(named(name));
    }

    /** Returns the name of a device, as {@link #named} reads it. */
    public static String label(Device device) {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }

    /**
     * Returns the same with what the GPU calls itself, and with how it multiplies where that is not float32, such as
     * {@code gpu0 (NVIDIA H200)} or {@code gpu0 (NVIDIA H200), tf32}.
     */
    public static String fullName(Device device) {
        String name =
                model(device).map(it -> "%s (%s)".formatted(label(device), it)).orElse(label(device));
        Precision precision = Precision.ofProcess();
        return device.isGpu() && precision != Precision.FLOAT32 ? "%s, %s".formatted(name, precision) : name;
    }

    /** Returns what a GPU calls itself, such as {@code NVIDIA H200}; nothing for the CPU. */
    public static Optional<String> model(Device device) {
        return device.isGpu()
                ? NvidiaDriver.find().flatMap(driver -> driver.name(device.getDeviceId()))
                : Optional.empty();
    }
}
