package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.junit.jupiter.api.Test;

class PrecisionTest {

    private static final Device FIRST = Device.gpu(0); // an NVIDIA H200
    private static final Device SECOND = Device.gpu(1); // a Tesla T4
    private static final Optional<NvidiaDriver> DRIVER = Optional.of(new NvidiaDriver(new TwoGpus()));

    @Test
    void is_read_from_the_environment_as_pytorch_reads_it() {
        assertThat(Precision.of(Map.of())).isEqualTo(Precision.FLOAT32);
        assertThat(Precision.of(Map.of(Precision.VARIABLE, "0"))).isEqualTo(Precision.FLOAT32);
        assertThat(Precision.of(Map.of(Precision.VARIABLE, "1"))).isEqualTo(Precision.TF32);
    }

    @Test
    void is_named_as_users_write_it() {
        assertThat(Precision.named("float32")).isEqualTo(Precision.FLOAT32);
        assertThat(Precision.named("tf32")).hasToString("tf32");
        assertThatThrownBy(() -> Precision.named("bfloat16"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("bfloat16: write float32, or tf32");
    }

    @Test
    void is_granted_where_the_process_was_started_so() {
        assertThatCode(() -> Precision.FLOAT32.require(Device.cpu(), Precision.TF32, DRIVER))
                .doesNotThrowAnyException();
        assertThatCode(() -> Precision.FLOAT32.require(SECOND, Precision.FLOAT32, DRIVER))
                .doesNotThrowAnyException();
        assertThatCode(() -> Precision.TF32.require(FIRST, Precision.TF32, DRIVER))
                .doesNotThrowAnyException();
    }

    @Test
    void is_refused_where_device_or_process_cannot_do_it() {
        assertThatThrownBy(() -> Precision.TF32.require(Device.cpu(), Precision.TF32, DRIVER))
                .hasMessageContaining("the CPU computes in float32");
        assertThatThrownBy(() -> Precision.TF32.require(SECOND, Precision.TF32, DRIVER))
                .hasMessageContaining("older than those that have it");
        assertThatThrownBy(() -> Precision.TF32.require(FIRST, Precision.FLOAT32, DRIVER))
                .hasMessageContaining("set %s=1 before it starts", Precision.VARIABLE);
        assertThatThrownBy(() -> Precision.FLOAT32.require(FIRST, Precision.TF32, DRIVER))
                .hasMessageContaining("started with tf32");
    }
}
