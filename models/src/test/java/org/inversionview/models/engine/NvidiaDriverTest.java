package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NvidiaDriverTest {

    private static final List<String> NAMES = List.of("NVIDIA H200", "Tesla T4");

    /** Answers as the driver of a machine with two GPUs does. */
    private static final class TwoGpus implements NvidiaDriver.Calls {

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
            return ordinal < NAMES.size() ? 0 : 101;
        }

        @Override
        public int cuDeviceGetName(byte[] name, int length, int device) {
            byte[] own = NAMES.get(device - 10).getBytes(StandardCharsets.UTF_8);
            System.arraycopy(own, 0, name, 0, own.length);
            return 0;
        }
    }

    @Test
    void tells_the_gpus_names_and_the_newest_cuda() {
        NvidiaDriver driver = new NvidiaDriver(new TwoGpus());
        assertThat(driver.gpus()).isEqualTo(2);
        assertThat(driver.name(0)).hasValue("NVIDIA H200");
        assertThat(driver.name(1)).hasValue("Tesla T4");
        assertThat(driver.name(2)).isEmpty();
        assertThat(driver.cuda()).isEqualTo("12.8");
    }
}
