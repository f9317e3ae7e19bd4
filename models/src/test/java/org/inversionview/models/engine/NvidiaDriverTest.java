package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NvidiaDriverTest {

    @Test
    void tells_the_gpus_names_and_the_newest_cuda() {
        NvidiaDriver driver = new NvidiaDriver(new TwoGpus());
        assertThat(driver.gpus()).isEqualTo(2);
        assertThat(driver.name(0)).hasValue("NVIDIA H200");
        assertThat(driver.name(1)).hasValue("Tesla T4");
        assertThat(driver.name(2)).isEmpty();
        assertThat(driver.computeCapability(0)).hasValue(9);
        assertThat(driver.computeCapability(2)).isEmpty();
        assertThat(driver.cuda()).isEqualTo("12.8");
    }
}
