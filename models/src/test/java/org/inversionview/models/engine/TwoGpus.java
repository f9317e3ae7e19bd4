package org.inversionview.models.engine;

import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers as the driver of a machine with two GPUs does. */
final class TwoGpus implements NvidiaDriver.Calls {

    private static final List<String> NAMES = List.of("NVIDIA H200", "Tesla T4");
    private static final List<Integer> CAPABILITIES = List.of(9, 7);
    private static final int UNKNOWN = 101;

    @Override
    public int cuInit(int flags) {
        return 0;
    }

    @Override
    public int cuDriverGetVersion(IntByReference version) {
        version.setValue(12_080);
        return 0;
    }

    @Override
    public int cuDeviceGetCount(IntByReference count) {
        count.setValue(NAMES.size());
        return 0;
    }

    @Override
    public int cuDeviceGet(IntByReference device, int ordinal) {
        device.setValue(10 + ordinal);
        return ordinal < NAMES.size() ? 0 : UNKNOWN;
    }

    @Override
    public int cuDeviceGetName(byte[] name, int length, int device) {
        byte[] own = NAMES.get(device - 10).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(own, 0, name, 0, own.length);
        return 0;
    }

    @Override
    public int cuDeviceGetAttribute(IntByReference value, int attribute, int device) {
        value.setValue(CAPABILITIES.get(device - 10));
        return attribute == 75 ? 0 : UNKNOWN;
    }
}
