package org.inversionview.models.zoo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;

/** The devices that a user may name. */
public final class Devices {

    private Devices() {}

    /**
     * Returns the device that {@code auto}, {@code cpu} or {@code gpu0} names.
     *
     * @throws IllegalArgumentException saying what is allowed, or what this machine lacks
     */
    public static Device named(String name) {
        try {
            return switch (name) {
                case "auto" -> Engine.getInstance().defaultDevice();
                case "cpu" -> Device.cpu();
                default -> gpu(name);
            };
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "device=%s: the PyTorch engine did not start (%s)".formatted(name, e.getMessage()), e);
        }
    }

    private static Device gpu(String name) {
        if (!name.matches("gpu\\d{1,3}")) {
            throw new IllegalArgumentException("device=%s: write auto, cpu, or gpu0 for the first GPU".formatted(name));
        }
        int number = Integer.parseInt(name.substring(3));
        int gpus = Engine.getInstance().getGpuCount();
        if (number >= gpus) {
            throw new IllegalArgumentException(
                    "device=%s: PyTorch sees %s here; use device=cpu, or a libtorch with CUDA (README, GPU)"
                            .formatted(name, gpus == 0 ? "no GPU" : "GPUs 0 to " + (gpus - 1)));
        }
        return Device.gpu(number);
    }

    static String label(Device device) {
        return device.isGpu() ? "gpu" + device.getDeviceId() : "cpu";
    }
}
