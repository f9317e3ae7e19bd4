package org.inversionview.kernel.install;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.engine.Libtorch;

/**
 * Where a libtorch may lie on a machine: in Python's packages and in DJL's cache, found without asking Python.
 *
 * @param environment variables by name
 * @param home the user's home folder
 * @param working the working folder
 */
public record TorchFolders(Map<String, String> environment, Path home, Path working) {

    public TorchFolders {
        environment = Map.copyOf(environment);
    }

    /** Returns the folders of this process's user. */
    public static TorchFolders ofThisUser() {
        return new TorchFolders(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                Path.of("").toAbsolutePath());
    }

    /** Returns every libtorch that is found: of the active Python environment first, of DJL's cache last. */
    public List<Libtorch> all() {
        Stream<Path> packages = prefixes().flatMap(TorchFolders::sitePackages).map(site -> site.resolve("torch/lib"));
        return Stream.concat(packages, cached())
                .map(TorchFolders::real)
                .distinct()
                .flatMap(folder -> Libtorch.in(folder).stream())
                .toList();
    }

    /** The folder that links lead to. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // which is not there, so nothing is found in it
        }
    }

    /** Returns the libtorch in a folder that a person names: of the libraries, of a package or archive, or of an environment. */
    public static Optional<Libtorch> in(Path named) {
        return Stream.concat(
                        Stream.of(named, named.resolve("lib"), named.resolve("torch/lib")),
                        sitePackages(named).map(site -> site.resolve("torch/lib")))
                .flatMap(folder -> Libtorch.in(folder).stream())
                .findFirst();
    }

    private Stream<Path> prefixes() {
        Stream<Path> active = Stream.of("VIRTUAL_ENV", "CONDA_PREFIX").flatMap(this::variable);
        Stream<Path> onPath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .filter(bin -> Files.exists(bin.resolve("python3")) || Files.exists(bin.resolve("python.exe")))
                .flatMap(bin ->
                        Stream.of(bin, bin.resolveSibling(""))); // on Windows python.exe lies in the prefix itself
        Stream<Path> usual = Stream.of(working.resolve(".venv"), working.resolve("venv"), home.resolve(".local"));
        return Stream.of(active, onPath, usual).flatMap(each -> each);
    }

    /** The folders of a Python installation that hold its packages. */
    private static Stream<Path> sitePackages(Path prefix) {
        Stream<Path> debian = Stream.of(prefix.resolve("lib/python3/dist-packages"));
        Stream<Path> windows = Stream.of(prefix.resolve("Lib/site-packages"));
        Stream<Path> others = children(prefix.resolve("lib"), "python3*")
                .flatMap(python -> Stream.of(python.resolve("site-packages"), python.resolve("dist-packages")));
        return Stream.of(others, debian, windows).flatMap(each -> each);
    }

    private Stream<Path> cached() {
        return Stream.concat(variable("DJL_CACHE_DIR"), Stream.of(home.resolve(".djl.ai")))
                .flatMap(cache -> children(cache.resolve("pytorch"), "*-cu*"));
    }

    /** The entries of a folder whose names match, in their order; none where there is no such folder. */
    static Stream<Path> children(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.stream().sorted();
    }

    private Stream<Path> variable(String name) {
        return Stream.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
