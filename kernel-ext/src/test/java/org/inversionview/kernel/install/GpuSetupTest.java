package org.inversionview.kernel.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.engine.Libtorch;
import org.inversionview.models.engine.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On folders laid out as Python, conda and DJL lay them out, with empty libraries. */
class GpuSetupTest {

    private static final Optional<GpuSetup.Driver> DRIVER =
            Optional.of(new GpuSetup.Driver("12.4", List.of("NVIDIA H200")));

    private static final String REMEDY =
            "2.7.1 with CUDA 12.8 is needed: pip install torch==2.7.1 --index-url https://download.pytorch.org/whl/cu128, or name a folder by install --gpu --torch DIR";

    @TempDir
    private Path folder = Path.of("");

    private Path torch(String packages, String version) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(packages).resolve("torch/lib"));
        Files.createFile(lib.resolve(System.mapLibraryName("torch_cpu")));
        Files.writeString(lib.resolveSibling("version.py"), "__version__ = '%s'\n".formatted(version));
        return lib;
    }

    /** Variables whose values are places in the folder. */
    private TorchFolders folders(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], folder.resolve(variables[i + 1]).toString());
        }
        return new TorchFolders(environment, folder.resolve("home"), folder.resolve("work"));
    }

    private static List<Path> found(TorchFolders folders) {
        return folders.all().stream().map(Libtorch::folder).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"VIRTUAL_ENV", "CONDA_PREFIX"})
    void the_active_environment_s_torch_is_found_first(String variable) throws IOException {
        Path users = torch("home/.local/lib/python3.12/site-packages", "2.7.1+cu128");
        Path active = torch("env/lib/python3.11/site-packages", "2.7.1+cu128");
        assertThat(found(folders(variable, "env"))).containsExactly(active, users);
    }

    @Test
    void torch_of_a_python_on_the_path_and_of_a_venv_beside_the_work_are_found() throws IOException {
        Path system = torch("usr/lib/python3/dist-packages", "1.13.1");
        Path venv = torch("work/.venv/lib/python3.11/site-packages", "2.7.1+cu128");
        assertThat(found(folders())).containsExactly(venv);
        Files.createFile(Files.createDirectories(folder.resolve("usr/bin")).resolve("python3"));
        assertThat(found(folders("PATH", "usr/bin"))).containsExactly(system, venv);
    }

    @Test
    void a_torch_that_is_reached_in_two_ways_is_found_once() throws IOException {
        Path lib = torch("usr/lib/python3/dist-packages", "2.7.1+cu128");
        Files.createFile(Files.createDirectories(folder.resolve("usr/bin")).resolve("python3"));
        Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("usr"));
        assertThat(found(folders("PATH", "usr/bin", "VIRTUAL_ENV", "linked"))).containsExactly(lib);
    }

    @Test
    void what_djl_fetched_is_found_last() throws IOException {
        Path fetched = Files.createDirectories(folder.resolve("home/.djl.ai/pytorch/2.7.1-cu128-linux-x86_64"));
        Files.createFile(fetched.resolve(System.mapLibraryName("torch_cpu")));
        Path active = torch("env/lib/python3.11/site-packages", "2.7.1+cu128");
        assertThat(found(folders("VIRTUAL_ENV", "env"))).containsExactly(active, fetched);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "env",
                "env/lib/python3.11/site-packages",
                "env/lib/python3.11/site-packages/torch",
                "env/lib/python3.11/site-packages/torch/lib"
            })
    void a_named_folder_may_be_any_above_the_libraries(String named) throws IOException {
        Path lib = torch("env/lib/python3.11/site-packages", "2.7.1+cu128");
        assertThat(TorchFolders.in(folder.resolve(named)))
                .hasValueSatisfying(it -> assertThat(it.folder()).isEqualTo(lib));
    }

    @Test
    void the_kernel_gets_libraries_flavour_and_cuda_of_pip() throws IOException {
        String packages = "env/lib/python3.11/site-packages";
        Path lib = torch(packages, "2.7.1+cu128");
        Path blas = Files.createDirectories(folder.resolve(packages + "/nvidia/cublas/lib"));
        Path cudnn = Files.createDirectories(folder.resolve(packages + "/nvidia/cudnn/lib"));
        GpuSetup setup = GpuSetup.of(DRIVER, folders("VIRTUAL_ENV", "env").all());
        assertThat(setup.environment(Map.of("LD_LIBRARY_PATH", "/mine"), Precision.FLOAT32))
                .containsOnly(
                        Map.entry("PYTORCH_LIBRARY_PATH", lib.toString()),
                        Map.entry("PYTORCH_VERSION", "2.7.1"),
                        Map.entry("PYTORCH_FLAVOR", "cu128"),
                        Map.entry(
                                "LD_LIBRARY_PATH",
                                String.join(File.pathSeparator, blas.toString(), cudnn.toString(), "/mine")));
    }

    @Test
    void the_kernel_multiplies_as_it_is_told() throws IOException {
        torch("env/lib/python3.11/site-packages", "2.7.1+cu128");
        GpuSetup setup = GpuSetup.of(DRIVER, folders("VIRTUAL_ENV", "env").all());
        assertThat(setup.environment(Map.of(), Precision.TF32)).containsEntry(Precision.VARIABLE, "1");
        assertThat(setup.environment(Map.of(), Precision.FLOAT32)).doesNotContainKey(Precision.VARIABLE);
    }

    @Test
    void the_first_that_fits_is_taken() throws IOException {
        torch("env/lib/python3.11/site-packages", "2.11.0+cu130");
        Path fits = torch("home/.local/lib/python3.12/site-packages", "2.7.1+cu128");
        assertThat(GpuSetup.of(DRIVER, folders("VIRTUAL_ENV", "env").all())
                        .torch()
                        .folder())
                .isEqualTo(fits);
    }

    @Test
    void another_version_is_refused_by_name() throws IOException {
        Path lib = torch("env/lib/python3.11/site-packages", "2.11.0+cu130");
        assertThatThrownBy(
                        () -> GpuSetup.of(DRIVER, folders("VIRTUAL_ENV", "env").all()))
                .isInstanceOf(UserMistake.class)
                .hasMessage("torch 2.11.0 with CUDA 13.0 found in %s; %s", lib, REMEDY);
    }

    @Test
    void a_torch_without_cuda_does_not_do() throws IOException {
        Path lib = torch("env/lib/python3.11/site-packages", "2.7.1+cpu");
        assertThatThrownBy(
                        () -> GpuSetup.of(DRIVER, folders("VIRTUAL_ENV", "env").all()))
                .hasMessage("torch 2.7.1 found in %s; %s", lib, REMEDY);
    }

    @Test
    void says_what_to_install_where_nothing_is_found() {
        List<Libtorch> nothing = folders().all();
        assertThatThrownBy(() -> GpuSetup.of(DRIVER, nothing)).hasMessage("no torch found; %s", REMEDY);
        assertThatThrownBy(() -> GpuSetup.of(Optional.empty(), nothing))
                .hasMessage(
                        "no NVIDIA GPU with a driver is found here: install the driver from your system's packages (nvidia-smi must show the GPU)");
        assertThatThrownBy(() -> GpuSetup.of(Optional.of(new GpuSetup.Driver("11.8", List.of("Tesla T4"))), nothing))
                .hasMessage("the NVIDIA driver runs CUDA up to 11.8, and 12.8 is needed: install a newer driver");
    }
}
