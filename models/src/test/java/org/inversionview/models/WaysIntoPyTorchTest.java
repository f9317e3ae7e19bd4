package org.inversionview.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inversionview.models.engine.PyTorch;
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
    void threads_that_wait_sleep_soon_and_mkl_has_chosen_its_kernels(WaysIntoPyTorch.Way way)
            throws IOException, InterruptedException {
        String said = start(way, Map.of());
        assertThat(said).contains("GOMP_SPINCOUNT = '5000'"); // OpenMP's own word for what it found when it was loaded
        assertThat(said).contains("kernels chosen: true");
    }

    @ParameterizedTest
    @EnumSource(names = "MANAGER")
    void what_the_user_has_set_stays(WaysIntoPyTorch.Way way) throws IOException, InterruptedException {
        assertThat(start(way, Map.of("OMP_WAIT_POLICY", "active")))
                .contains("OMP_WAIT_POLICY = 'ACTIVE'")
                .doesNotContain("GOMP_SPINCOUNT = '5000'");
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGER", "DEVICE_BY_NAME", "TRAINING"})
    void a_libtorch_of_another_version_is_refused_by_name(WaysIntoPyTorch.Way way)
            throws IOException, InterruptedException {
        Path lib = Files.createDirectories(folder.resolve("torch/lib"));
        Files.createFile(lib.resolve("libtorch_cpu.so"));
        Files.createFile(lib.resolve("libtorch.so"));
        Files.writeString(lib.resolveSibling("version.py"), "__version__ = '2.11.0+cu130'\n");
        Process process = process(way, Map.of("PYTORCH_LIBRARY_PATH", lib.toString(), "PYTORCH_VERSION", "2.7.1"));
        assertThat(said(process)).contains("libtorch 2.11.0 with CUDA 13.0 in %s: 2.7.1 with".formatted(lib));
        assertThat(process.waitFor()).isNotZero();
    }

    private String start(WaysIntoPyTorch.Way way, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process process = process(way, environment);
        String said = said(process);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process process(WaysIntoPyTorch.Way way, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WaysIntoPyTorch.class.getName(),
                        way.name(),
                        folder.toString()))
                .redirectErrorStream(true);
        builder.environment().keySet().removeAll(PyTorch.THREADS_WAIT.keySet());
        builder.environment().put("OMP_DISPLAY_ENV", "verbose");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
