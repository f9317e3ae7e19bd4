package org.inversionview.kernel.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.sweep.SparkHome;
import org.inversionview.models.engine.PyTorch;

/**
 * A kernel with our magics in a Jupyter data folder: its spec, and the jar beside it, so that it works wherever this build
 * goes.
 *
 * @param data the data folder, such as {@code ~/.local/share/jupyter}
 * @param name of the kernel spec: letters, digits, dot, hyphen and underscore; the first is no dot and no hyphen
 */
public record Installation(Path data, String name) {

    /** Name of the jar in the spec's folder. */
    public static final String JAR = "inversionview.jar";

    private static final int LONGEST_NAME = 100;

    private static final String DISPLAY_NAME = "Java (InversionView)";
    private static final String CACHE_VARIABLE = "DJL_CACHE_DIR";

    /** No messages home. */
    private static final Map<String, String> ENVIRONMENT = Map.of("OPT_OUT_TRACKING", "true");

    private static final int ENABLES_NATIVE_ACCESS = 22; // the first Java in which PyTorch's loading is warned about

    public Installation {
        if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,%s}".formatted(LONGEST_NAME - 1))) {
            throw new UserMistake(
                    "--name %s: a kernel's name has letters, digits, '.', '-' and '_' only, up to %s, and begins with none of '.' and '-'"
                            .formatted(name, LONGEST_NAME));
        }
    }

    /** Returns the folder of the spec. */
    public Path folder() {
        return data.resolve("kernels").resolve(name);
    }

    /**
     * What a kernel is made of.
     *
     * @param jar this program
     * @param java the {@code java} that will run the kernel
     * @param options for that java, such as {@code -Xmx4g}
     * @param cache the folder where DJL unpacks PyTorch; its own choice if empty
     * @param variables set for the kernel beside the usual ones, as for a GPU
     */
    public record Parts(
            Path jar, Path java, List<String> options, Optional<Path> cache, Map<String, String> variables) {

        public Parts {
            options = List.copyOf(options);
            variables = Map.copyOf(variables);
        }

        private Map<String, String> environment() {
            Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
            environment.putAll(PyTorch.THREADS_WAIT); // also those that a cell starts without our engine
            environment.putAll(variables);
            cache.ifPresent(folder -> environment.put(
                    CACHE_VARIABLE, folder.toAbsolutePath().normalize().toString()));
            return environment;
        }
    }

    /**
     * Installs our own kernel; an earlier installation of ours is replaced.
     *
     * @throws UserMistake if another kernel has the name, or the folder cannot be written
     */
    public void install(Parts parts) throws IOException {
        write(parts.jar(), embedded(parts));
    }

    /**
     * Installs a kernel of others with our magics in it, beside the one that is there; an earlier installation of ours is
     * replaced.
     *
     * @param host spec of an IJava or JJava kernel
     * @throws UserMistake if another kernel has the name, the folder cannot be written, or this kernel is neither
     */
    public void install(Parts parts, KernelSpec.Installed host) throws IOException {
        HostKind kind = HostKind.of(host.spec())
                .orElseThrow(() -> new UserMistake("%s starts neither IJava nor JJava".formatted(host.folder())));
        write(parts.jar(), hosted(parts, host.anywhere(), kind));
    }

    private void write(Path jar, KernelSpec spec) throws IOException {
        if (Files.exists(folder().resolve(KernelSpec.FILE)) && !isOurs()) {
            throw new UserMistake("%s holds another kernel: choose another --name".formatted(folder()));
        }
        try {
            Files.createDirectories(folder());
            put(jar, JAR);
            Path driver = jar.resolveSibling(SparkHome.DRIVER);
            if (Files.exists(driver)) {
                put(driver, SparkHome.DRIVER);
            }
            spec.write(folder());
        } catch (FileSystemException e) {
            throw new UserMistake("cannot write %s (%s): choose --user, or a --prefix that is yours"
                    .formatted(folder(), e.getMessage()));
        }
    }

    private void put(Path file, String name) throws IOException {
        Path beside = folder().resolve(name + ".part");
        Files.deleteIfExists(beside);
        link(file, beside);
        Files.deleteIfExists(folder().resolve(name)); // renaming a link to the same file would do nothing
        Files.move(beside, folder().resolve(name));
    }

    /** A hard link costs nothing; where there can be none, the jar is copied. */
    private static void link(Path jar, Path target) throws IOException {
        try {
            Files.createLink(target, jar.toRealPath());
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(jar, target);
        }
    }

    private String installedJar() {
        return folder().resolve(JAR).toAbsolutePath().toString();
    }

    /** No heap size: a quarter of the memory, Java's own choice, leaves room for PyTorch's, which is outside of it. */
    private static List<String> java(Parts parts) {
        List<String> command = new ArrayList<>(List.of(parts.java().toString(), "-Djava.awt.headless=true"));
        if (Runtime.version().feature() >= ENABLES_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(parts.options());
        return command;
    }

    private KernelSpec embedded(Parts parts) {
        List<String> argv = java(parts);
        argv.addAll(List.of("-jar", installedJar(), "kernel", "{connection_file}"));
        return new KernelSpec(argv, DISPLAY_NAME, "java", "message", parts.environment());
    }

    private KernelSpec hosted(Parts parts, KernelSpec host, HostKind kind) {
        List<String> argv = new ArrayList<>(host.argv());
        if (startsJava(argv.get(0))) {
            argv.remove(0);
            argv.addAll(0, java(parts));
        }
        Map<String, String> environment = new TreeMap<>(host.environment());
        environment.putAll(parts.environment());
        kind.environment(installedJar())
                .forEach((name, value) -> environment.merge(name, value, (own, ours) -> both(name, own, ours)));
        return new KernelSpec(
                argv, DISPLAY_NAME + ", " + kind.label(), host.language(), host.interruptMode(), environment);
    }

    /** A launcher of another kind chooses its java itself. */
    private static boolean startsJava(String command) {
        String file = command.replaceFirst(".*[/\\\\]", "");
        return file.equals("java") || file.equals("java.exe");
    }

    private static String both(String name, String own, String ours) {
        return own + (name.endsWith("CLASSPATH") ? File.pathSeparator : "\n") + ours;
    }

    private boolean isOurs() throws IOException {
        return KernelSpec.in(folder()).map(KernelSpec::isOurs).orElse(false);
    }

    /**
     * Takes the kernel away; returns whether there was one.
     *
     * @throws UserMistake if another kernel has the name
     */
    public boolean uninstall() throws IOException {
        if (!Files.isDirectory(folder())) {
            return false;
        }
        if (!isOurs()) {
            throw new UserMistake("%s holds another kernel, which was not installed here".formatted(folder()));
        }
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return true;
    }
}
