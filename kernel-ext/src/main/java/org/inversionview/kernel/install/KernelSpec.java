package org.inversionview.kernel.install;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.files.StrictJson;

/**
 * What Jupyter must know to start a kernel: the content of a {@code kernel.json}.
 *
 * @param argv the command, in which {@code {connection_file}} and {@code {resource_dir}} are filled in
 * @param displayName shown to the user
 * @param language of the cells
 * @param interruptMode {@code message} or {@code signal}
 * @param environment variables set for the kernel
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KernelSpec(
        List<String> argv,
        String displayName,
        String language,
        String interruptMode,
        @JsonProperty("env") Map<String, String> environment) {

    /** Name of the file. */
    public static final String FILE = "kernel.json";

    public KernelSpec {
        argv = argv == null ? List.of() : List.copyOf(argv);
        displayName = displayName == null ? "" : displayName;
        language = language == null ? "" : language;
        interruptMode = interruptMode == null ? "" : interruptMode;
        environment = environment == null ? Map.of() : Map.copyOf(environment);
    }

    /** A spec, its name and where it stands. */
    public record Installed(String name, Path folder, KernelSpec spec) {

        /** Returns the spec as it works from any folder. */
        KernelSpec anywhere() {
            String here = folder.toAbsolutePath().toString();
            return new KernelSpec(
                    spec.argv.stream()
                            .map(argument -> argument.replace("{resource_dir}", here))
                            .toList(),
                    spec.displayName,
                    spec.language,
                    spec.interruptMode,
                    spec.environment);
        }
    }

    /** Returns all specs that Jupyter finds; of one name the first counts. Unreadable ones are left out, as there. */
    public static List<Installed> all(JupyterFolders folders) throws IOException {
        List<Installed> found = new ArrayList<>();
        for (Path data : folders.all()) {
            Path kernels = data.resolve("kernels");
            if (!Files.isDirectory(kernels)) {
                continue;
            }
            try (Stream<Path> each = Files.list(kernels)) {
                for (Path folder : each.sorted().toList()) {
                    String name = folder.getFileName().toString().toLowerCase(Locale.ROOT);
                    boolean known = found.stream().anyMatch(one -> one.name().equals(name));
                    if (!known && Files.isRegularFile(folder.resolve(FILE))) {
                        in(folder).ifPresent(spec -> found.add(new Installed(name, folder, spec)));
                    }
                }
            }
        }
        return found;
    }

    /** Returns the spec in a folder; nothing where there is none that can be read. */
    public static Optional<KernelSpec> in(Path folder) {
        try {
            return Optional.of(StrictJson.read(folder.resolve(FILE), KernelSpec.class, "install it again"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes the spec into a folder: beside, then renamed. */
    public void write(Path folder) throws IOException {
        Path beside = folder.resolve(FILE + ".part");
        Files.writeString(beside, StrictJson.write(this));
        Files.move(beside, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns the files that the kernel cannot do without, as far as they are named by absolute paths: java and jars. */
    public List<Path> files() {
        Stream<String> classPaths = environment.values().stream()
                .flatMap(value -> Stream.of(value.split(File.pathSeparator, -1)))
                .filter(entry -> entry.endsWith(".jar"));
        Stream<String> started = argv.stream().filter(argument -> argument.endsWith(".jar"));
        return Stream.of(argv.stream().limit(1), started, classPaths)
                .flatMap(each -> each)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .toList();
    }

    /** Returns whether the spec starts our kernel, or another with our magics in it. */
    @JsonIgnore
    public boolean isOurs() {
        return Stream.concat(argv.stream(), environment.values().stream())
                .anyMatch(text -> text.endsWith(Installation.JAR));
    }
}
