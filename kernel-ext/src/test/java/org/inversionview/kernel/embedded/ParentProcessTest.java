package org.inversionview.kernel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentProcessTest {

    private final CountDownLatch ended = new CountDownLatch(1);

    @Test
    void its_end_is_noticed() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "jshell").toString();
        Process process = new ProcessBuilder(java).start();
        ParentProcess.onEnd(String.valueOf(process.pid()), ended::countDown);
        assertThat(ended.getCount()).isOne();

        process.destroyForcibly();

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void one_that_has_ended_already_is_noticed_at_once() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        ParentProcess.onEnd(String.valueOf(process.pid()), ended::countDown);

        assertThat(ended.getCount()).isZero();
    }

    @Test
    void none_is_waited_for_where_none_is_named() {
        ParentProcess.onEnd("", ended::countDown);
        ParentProcess.onEnd("0", ended::countDown);
        ParentProcess.onEnd("x", ended::countDown);

        assertThat(ended.getCount()).isOne();
    }
}
