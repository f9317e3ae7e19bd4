package org.inversionview.kernel.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;

/**
 * Our kernel in a Jupyter data folder: its spec, and the jar beside it, so that it works wherever this build goes.
 *
 * @param data the data folder, such as {@code ~/.local/share/jupyter}
 * @param name of the kernel spec: letters, digits, dot, hyphen and underscore
 */
public record Installation(Path data, String name) {

    /** Name of the jar in the spec's folder. */
    public static final String JAR = "inversionview.jar";

    private static final String DISPLAY_NAME = "Java (InversionView)";
    private static final int ENABLES_NATIVE_ACCESS = 22; // the first Java in which PyTorch's loading is warned about

    public Installation {
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new UserMistake(
                    "--name %s: a kernel's name has letters, digits, '.', '-' and '_' only".formatted(name));
        }
    }

    /** Returns the folder of the spec. */
    public Path folder() {
        return data.resolve("kernels").resolve(name);
    }

    /**
     * Writes jar and spec; an earlier installation of ours is replaced.
     *
     * @param jar this program
     * @param java the {@code java} that will run the kernel
     * @throws UserMistake if another kernel has the name, or the folder cannot be written
     */
    public void install(Path jar, Path java) throws IOException {
        if (Files.exists(folder().resolve(KernelSpec.FILE)) && !isOurs()) {
            throw new UserMistake("%s holds another kernel: choose another --name".formatted(folder()));
        }
        try {
            Files.createDirectories(folder());
            Path beside = folder().resolve(JAR + ".part");
            Files.deleteIfExists(beside);
            link(jar, beside);
            Files.deleteIfExists(folder().resolve(JAR)); // renaming a link to the same file would do nothing
            Files.move(beside, folder().resolve(JAR));
            spec(java).write(folder());
        } catch (FileSystemException e) {
            throw new UserMistake("cannot write %s (%s): choose --user, or a --prefix that is yours"
                    .formatted(folder(), e.getMessage()));
        }
    }

    /** A hard link costs nothing; where there can be none, the jar is copied. */
    private static void link(Path jar, Path target) throws IOException {
        try {
            Files.createLink(target, jar.toRealPath());
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(jar, target);
        }
    }

    private KernelSpec spec(Path java) {
        List<String> argv = new ArrayList<>(List.of(java.toString(), "-Djava.awt.headless=true"));
        if (Runtime.version().feature() >= ENABLES_NATIVE_ACCESS) {
            argv.add("--enable-native-access=ALL-UNNAMED");
        }
        argv.addAll(List.of("-jar", folder().resolve(JAR).toAbsolutePath().toString(), "kernel", "{connection_file}"));
        return new KernelSpec(argv, DISPLAY_NAME, "java", "message", Map.of("OPT_OUT_TRACKING", "true"));
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
