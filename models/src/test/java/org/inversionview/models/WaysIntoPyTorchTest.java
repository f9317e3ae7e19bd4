package org.inversionview.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in is tried in a process of its own, in which nothing was loaded before. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class WaysIntoPyTorchTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void threads_that_wait_sleep_and_mkl_has_chosen_its_kernels(WaysIntoPyTorch.Way way)
            throws IOException, InterruptedException {
        String said = start(way, Map.of());
        assertThat(said).contains("GOMP_SPINCOUNT = '0'"); // OpenMP's own word for what it found when it was loaded
        assertThat(said).contains("kernels chosen: true");
    }

    @ParameterizedTest
    @EnumSource(names = "MANAGER")
    void what_the_user_has_set_stays(WaysIntoPyTorch.Way way) throws IOException, InterruptedException {
        assertThat(start(way, Map.of("OMP_WAIT_POLICY", "active")))
                .contains("OMP_WAIT_POLICY = 'ACTIVE'")
                .doesNotContain("GOMP_SPINCOUNT = '0'");
    }

    private String start(WaysIntoPyTorch.Way way, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WaysIntoPyTorch.class.getName(),
                        way.name(),
                        folder.toString()))
                .redirectErrorStream(true);
        builder.environment().remove("OMP_WAIT_POLICY");
        builder.environment().put("OMP_DISPLAY_ENV", "verbose");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
