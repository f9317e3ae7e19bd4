package org.inversionview.models.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts where operations are small, as on a GPU: a call costs two microseconds whatever it does. */
class CountedCallsTest {

    /** With each shape of matrices orthogonalised on its own, and numbers that became arrays at each use. */
    private static final int ONCE = 1_848;

    @Test
    void a_step_takes_a_third_of_the_calls_that_it_once_took(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.pytorch.num_threads=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CountedCalls.class.getName(),
                        folder.resolve("checkpoint.safetensors").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        Matcher calls = Pattern.compile("calls: (\\d+)").matcher(said);
        assertThat(calls.find()).as(said).isTrue();
        assertThat(Integer.parseInt(calls.group(1))).isBetween(200, ONCE / 3);
    }
}
