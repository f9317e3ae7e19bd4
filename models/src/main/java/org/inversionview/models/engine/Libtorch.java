package org.inversionview.models.engine;

import ai.djl.util.Utils;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.RegularFile;

/**
 * A PyTorch library on disk, as its own files describe it.
 *
 * @param folder where its shared libraries lie
 * @param version such as {@code 2.7.1}
 * @param build what it was built for, such as {@code cu128} or {@code cpu}; empty where that is not said
 */
public record Libtorch(Path folder, String version, String build) {

    /** The CUDA of the one GPU build that our JNI has. */
    public static final String CUDA_NEEDED = "12.8";

    private static final int MOST = 1 << 16; // bytes of a file that says a version
    private static final String NUMBER = "(\\d+\\.\\d+\\.\\d+)[^+'\"\\s]*(?:\\+(\\w+))?";
    private static final Pattern OF_PYTHON = Pattern.compile("(?m)^__version__[^=]*=\\s*['\"]" + NUMBER);
    private static final Pattern OF_ARCHIVE = Pattern.compile("^\\s*" + NUMBER);
    private static final Pattern OF_CACHE = Pattern.compile("^(\\d+\\.\\d+\\.\\d+)-(cpu|cu\\d+)-");
    private static final Pattern CUDA = Pattern.compile("cu(\\d+)(\\d)");

    /**
     * Returns the library in a folder, laid out as by Python's package, PyTorch's own archive, or DJL's cache; nothing where
     * there is none, or none that says its version.
     */
    public static Optional<Libtorch> in(Path folder) {
        Path lib = folder.toAbsolutePath().normalize();
        if (!Files.isRegularFile(lib.resolve(System.mapLibraryName("torch_cpu")))) {
            return Optional.empty();
        }
        return of(lib, OF_PYTHON, text(lib.resolveSibling("version.py")))
                .or(() -> of(lib, OF_ARCHIVE, text(lib.resolveSibling("build-version"))))
                .or(() -> of(lib, OF_CACHE, String.valueOf(lib.getFileName())));
    }

    private static Optional<Libtorch> of(Path folder, Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        return found.find()
                ? Optional.of(new Libtorch(folder, found.group(1), Objects.requireNonNullElse(found.group(2), "")))
                : Optional.empty();
    }

    private static String text(Path file) {
        try {
            return RegularFile.text(file, MOST);
        } catch (IOException e) {
            return ""; // where there is none, or none of ours, nothing is said
        }
    }

    /** Returns the library that the user names in place of the built-in one, if any; PYTORCH_LIBRARY_PATH says it. */
    static Optional<Libtorch> ofUser() {
        return Stream.ofNullable(Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH"))
                .flatMap(paths -> Stream.of(paths.split(Pattern.quote(File.pathSeparator), -1)))
                .filter(path -> !path.isBlank())
                .flatMap(path -> in(Path.of(path)).stream())
                .findFirst();
    }

    /** Returns the one version that our JNI was compiled for. */
    public static String versionNeeded() {
        try (InputStream in = Libtorch.class.getResourceAsStream("/jnilib/pytorch.properties")) {
            Properties properties = new Properties();
            properties.load(Objects.requireNonNull(in, "the program lacks DJL's JNI"));
            return Objects.requireNonNull(properties.getProperty("jni_version")).replaceFirst("-.*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the CUDA that it was built for, such as {@code 12.8}; nothing where it is for the CPU alone. */
    public Optional<String> cuda() {
        Matcher matcher = CUDA.matcher(build);
        return matcher.matches() ? Optional.of(matcher.group(1) + "." + matcher.group(2)) : Optional.empty();
    }

    /** Returns whether our JNI can work with it: with any other, the first operation fails obscurely. */
    public boolean fits() {
        return version.equals(versionNeeded()) && cuda().orElse(CUDA_NEEDED).equals(CUDA_NEEDED);
    }

    /**
     * Makes sure that it fits.
     *
     * @throws InvalidRequestException saying what was found and what is needed
     */
    public void require() {
        if (!fits()) {
            throw new InvalidRequestException(
                    "libtorch",
                    "%s in %s".formatted(fullVersion(), folder),
                    "%s with CUDA %s is needed; let PYTORCH_LIBRARY_PATH name one, or unset it for the built-in one on the CPU"
                            .formatted(versionNeeded(), CUDA_NEEDED));
        }
    }

    /** Returns its version for people, such as {@code 2.7.1 with CUDA 12.8}. */
    public String fullVersion() {
        return version + cuda().map(it -> " with CUDA " + it).orElse("");
    }
}
