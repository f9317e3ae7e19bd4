package org.inversionview.kernel.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    private static final Path JAVA = Path.of("/usr/bin/java");

    private final Path folder;
    private final Path jar;

    InstallationTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.jar = Files.writeString(folder.resolve("built.jar"), "a jar");
    }

    private JupyterFolders folders(Map<String, String> environment) {
        return new JupyterFolders(environment, folder.resolve("home"), "Linux");
    }

    private Installation.Parts parts(String... options) {
        return new Installation.Parts(jar, JAVA, List.of(options), Optional.empty(), Map.of());
    }

    /** Returns the spec that our installer makes of one that is there. */
    private KernelSpec hosted(KernelSpec host, String... options) throws IOException {
        Path there = Files.createDirectories(folder.resolve("home/.local/share/jupyter/kernels/java"));
        host.write(there);
        Installation installation = new Installation(folder, "with-magics");
        installation.install(parts(options), new KernelSpec.Installed("java", there, host));
        return KernelSpec.in(installation.folder()).orElseThrow();
    }

    private String installedJar() {
        return folder.resolve("kernels/with-magics/inversionview.jar").toString();
    }

    @Test
    void a_cache_folder_is_named_in_the_environment() throws IOException {
        Installation installation = new Installation(folder, "cached");
        installation.install(new Installation.Parts(
                jar, JAVA, List.of(), Optional.of(folder.resolve("a/../cache")), Map.of("PYTORCH_FLAVOR", "cu128")));
        assertThat(KernelSpec.in(installation.folder()).orElseThrow().environment())
                .containsEntry("DJL_CACHE_DIR", folder.resolve("cache").toString())
                .containsEntry("PYTORCH_FLAVOR", "cu128");
    }

    @Test
    void ijava_gets_jar_and_startup_script() throws IOException {
        KernelSpec spec = hosted(
                new KernelSpec(
                        List.of("java", "-jar", "{resource_dir}/ijava-1.3.0.jar", "{connection_file}"),
                        "Java",
                        "java",
                        "message",
                        Map.of("IJAVA_CLASSPATH", "/my.jar", "IJAVA_TIMEOUT", "-1")),
                "-Xmx2g");

        assertThat(spec.argv())
                .startsWith("/usr/bin/java", "-Djava.awt.headless=true")
                .containsSubsequence("-Xmx2g", "-jar")
                .endsWith(
                        folder.resolve("home/.local/share/jupyter/kernels/java/ijava-1.3.0.jar")
                                .toString(),
                        "{connection_file}");
        assertThat(spec.environment())
                .containsEntry("IJAVA_CLASSPATH", "/my.jar" + File.pathSeparator + installedJar())
                .containsEntry("IJAVA_STARTUP_SCRIPT", "org.inversionview.kernel.host.IJavaExtension.install();")
                .containsEntry("IJAVA_TIMEOUT", "-1")
                .containsEntry("OPT_OUT_TRACKING", "true")
                .containsEntry("OMP_WAIT_POLICY", "passive")
                .containsEntry("GOMP_SPINCOUNT", "5000");
        assertThat(spec.displayName()).isEqualTo("Java (InversionView), ijava");
        assertThat(spec.isOurs()).isTrue();
        assertThat(HostKind.of(spec)).isEmpty();
    }

    @Test
    void jjava_finds_the_extension_on_its_class_path() throws IOException {
        KernelSpec spec = hosted(new KernelSpec(
                List.of("python", "/opt/jjava/launcher.py", "/opt/jjava/jjava.jar", "{connection_file}"),
                "Java",
                "java",
                "message",
                Map.of()));

        assertThat(spec.argv())
                .containsExactly("python", "/opt/jjava/launcher.py", "/opt/jjava/jjava.jar", "{connection_file}");
        assertThat(spec.environment()).containsEntry("JJAVA_CLASSPATH", installedJar());
        assertThat(spec.environment()).doesNotContainKey("IJAVA_CLASSPATH");
    }

    @Test
    void no_other_kernel_is_taken_for_a_host() {
        KernelSpec python = new KernelSpec(List.of("python3", "-m", "ipykernel"), "Python", "python", "", Map.of());

        assertThat(HostKind.of(python)).isEmpty();
        assertThatThrownBy(() -> new Installation(folder, "x")
                        .install(parts(), new KernelSpec.Installed("python3", folder, python)))
                .hasMessage(folder + " starts neither IJava nor JJava");
    }

    @Test
    void data_folders_are_those_of_jupyter_in_its_order() {
        String path = folder.resolve("one") + File.pathSeparator + folder.resolve("two");
        assertThat(folders(Map.of("JUPYTER_PATH", path, "VIRTUAL_ENV", "/venv")).all())
                .containsExactly(
                        folder.resolve("one"),
                        folder.resolve("two"),
                        folder.resolve("home/.local/share/jupyter"),
                        Path.of("/venv/share/jupyter"),
                        Path.of("/usr/local/share/jupyter"),
                        Path.of("/usr/share/jupyter"));
        assertThat(folders(Map.of("JUPYTER_DATA_DIR", "/data")).user()).isEqualTo(Path.of("/data"));
        assertThat(folders(Map.of("XDG_DATA_HOME", "/xdg")).user()).isEqualTo(Path.of("/xdg/jupyter"));
        assertThat(new JupyterFolders(Map.of(), folder, "Mac OS X").user())
                .isEqualTo(folder.resolve("Library/Jupyter"));
    }

    @Test
    void installs_finds_replaces_and_removes_the_kernel() throws IOException {
        JupyterFolders folders = folders(Map.of());
        Installation installation = new Installation(folders.user(), "inversionview");

        installation.install(parts());
        installation.install(parts());

        KernelSpec spec = KernelSpec.in(installation.folder()).orElseThrow();
        assertThat(spec.isOurs()).isTrue();
        assertThat(spec.argv()).startsWith("/usr/bin/java").endsWith("kernel", "{connection_file}");
        assertThat(spec.interruptMode()).isEqualTo("message");
        assertThat(spec.displayName()).isEqualTo("Java (InversionView)");
        assertThat(installation.folder().resolve("inversionview.jar")).hasContent("a jar");
        assertThat(KernelSpec.all(folders))
                .extracting(KernelSpec.Installed::name)
                .contains("inversionview");
        try (Stream<Path> files = Files.list(installation.folder())) {
            assertThat(files).hasSize(2);
        }

        assertThat(installation.uninstall()).isTrue();
        assertThat(installation.folder()).doesNotExist();
        assertThat(installation.uninstall()).isFalse();
    }

    @Test
    void the_jar_for_spark_comes_with_it_where_it_was_built() throws IOException {
        Installation installation = new Installation(folder.resolve("data"), "inversionview");
        Installation.Parts parts = parts();
        Files.writeString(parts.jar().resolveSibling("inversionview-spark.jar"), "a thin jar");

        installation.install(parts);

        assertThat(installation.folder().resolve("inversionview-spark.jar")).hasContent("a thin jar");
    }

    @Test
    void another_kernel_of_the_name_is_left_alone() throws IOException {
        Installation installation = new Installation(folder, "java");
        Files.createDirectories(installation.folder());
        KernelSpec other = new KernelSpec(List.of("java", "-jar", "ijava.jar"), "Java", "java", "message", Map.of());
        other.write(installation.folder());

        assertThatThrownBy(() -> installation.install(parts()))
                .isInstanceOf(UserMistake.class)
                .hasMessage(installation.folder() + " holds another kernel: choose another --name");
        assertThatThrownBy(installation::uninstall).isInstanceOf(UserMistake.class);
        assertThat(KernelSpec.in(installation.folder())).contains(other);
    }

    @Test
    void what_cannot_be_written_is_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> new Installation(file, "x").install(parts()))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("cannot write ")
                .hasMessageEndingWith("choose --user, or a --prefix that is yours");
        assertThatThrownBy(() -> new Installation(folder, "a b"))
                .hasMessage("--name a b: a kernel's name has letters, digits, '.', '-' and '_' only, up to 100,"
                        + " and begins with none of '.' and '-'");
    }

    @Test
    void an_unreadable_spec_is_passed_over() throws IOException {
        Path broken = Files.createDirectories(folder.resolve("home/.local/share/jupyter/kernels/broken"));
        Files.writeString(broken.resolve("kernel.json"), "{");
        assertThat(KernelSpec.all(folders(Map.of())))
                .extracting(KernelSpec.Installed::name)
                .doesNotContain("broken");
    }
}
