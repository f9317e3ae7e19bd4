package org.inversionview.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.models.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On folders laid out as libtorch is found, with empty libraries. */
class LibtorchTest {

    @TempDir
    private Path folder = Path.of("");

    /** Returns a folder with a library; {@code beside} is written beside it where its name is not empty. */
    private Path library(String name, String beside, String text) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(name));
        Files.createFile(lib.resolve(System.mapLibraryName("torch_cpu")));
        if (!beside.isEmpty()) {
            Files.writeString(lib.resolveSibling(beside), text);
        }
        return lib;
    }

    private Path python(String version) throws IOException {
        return library(
                "torch/lib",
                "version.py",
                "from typing import Optional\n\n__all__ = ['__version__', 'cuda']\n__version__ = '%s'\ncuda: Optional[str] = None\n"
                        .formatted(version));
    }

    @ParameterizedTest
    @CsvSource({
        "2.7.1+cu128, 2.7.1 with CUDA 12.8, true",
        "2.7.1+cpu, 2.7.1, true",
        "2.7.1, 2.7.1, true",
        "2.7.1+cu126, 2.7.1 with CUDA 12.6, false",
        "2.11.0+cu130, 2.11.0 with CUDA 13.0, false",
        "2.8.0a0+git1234567, 2.8.0, false",
        "1.13.1, 1.13.1, false"
    })
    void python_s_package_says_its_version(String version, String shown, boolean fits) throws IOException {
        Libtorch found = Libtorch.in(python(version)).orElseThrow();
        assertThat(found.fullVersion()).isEqualTo(shown);
        assertThat(found.fits()).isEqualTo(fits);
    }

    @Test
    void an_archive_and_a_cached_library_say_theirs() throws IOException {
        assertThat(Libtorch.in(library("libtorch/lib", "build-version", "2.7.1+cu128\n")))
                .hasValueSatisfying(it -> assertThat(it.cuda()).hasValue("12.8"));
        assertThat(Libtorch.in(library("pytorch/2.7.1-cu128-linux-x86_64", "", "")))
                .hasValueSatisfying(it -> assertThat(it.fullVersion()).isEqualTo("2.7.1 with CUDA 12.8"));
        assertThat(Libtorch.in(library("pytorch/2.5.1-cpu-linux-x86_64", "", "")))
                .hasValueSatisfying(it -> assertThat(it.fullVersion()).isEqualTo("2.5.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "version = 2.7.1", "__version__ = 'two'"})
    void what_does_not_say_a_version_is_not_known(String text) throws IOException {
        assertThat(Libtorch.in(library("torch/lib", "version.py", text))).isEmpty();
        assertThat(Libtorch.in(folder)).isEmpty();
    }

    @Test
    void another_version_is_refused_by_name() throws IOException {
        Path lib = python("2.11.0+cu130");
        assertThatThrownBy(() -> Libtorch.in(lib).orElseThrow().require())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "libtorch 2.11.0 with CUDA 13.0 in %s: 2.7.1 with CUDA 12.8 is needed; let PYTORCH_LIBRARY_PATH name one, or unset it for the built-in one on the CPU",
                        lib);
    }

    @Test
    void what_is_needed_is_what_the_jni_was_built_for() {
        String flavour = "cu" + Libtorch.CUDA_NEEDED.replace(".", "");
        assertThat(LibtorchTest.class.getResource("/jnilib/linux-x86_64/" + flavour))
                .isNotNull();
        assertThat(Libtorch.versionNeeded()).isEqualTo(PyTorch.version());
    }
}
