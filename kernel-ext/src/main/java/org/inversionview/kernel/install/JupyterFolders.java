package org.inversionview.kernel.install;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where Jupyter keeps its data, by its own conventions ({@code jupyter --paths}), without asking Python.
 *
 * @param environment variables by name
 * @param home the user's home folder
 * @param system as {@code os.name} says it
 */
public record JupyterFolders(Map<String, String> environment, Path home, String system) {

    public JupyterFolders {
        environment = Map.copyOf(environment);
    }

    /** Returns the folders of this process's user. */
    public static JupyterFolders ofThisUser() {
        return new JupyterFolders(
                System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
    }

    /** Returns the user's own data folder. */
    public Path user() {
        return variable("JUPYTER_DATA_DIR").orElseGet(this::usual);
    }

    private Path usual() {
        if (isWindows()) {
            return variable("APPDATA").orElse(home.resolve("AppData/Roaming")).resolve("jupyter");
        }
        if (system.startsWith("Mac")) {
            return home.resolve("Library/Jupyter");
        }
        return variable("XDG_DATA_HOME").orElse(home.resolve(".local/share")).resolve("jupyter");
    }

    /** Returns the data folder of an installation's prefix. */
    public static Path ofPrefix(Path prefix) {
        return prefix.resolve("share").resolve("jupyter");
    }

    /** Returns the prefix of the active Python environment (venv or conda), if one is. */
    public Optional<Path> environmentPrefix() {
        return variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX"));
    }

    /** Returns all data folders in the order in which Jupyter looks. */
    public List<Path> all() {
        Set<Path> all = new LinkedHashSet<>();
        String path = environment.getOrDefault("JUPYTER_PATH", "");
        for (String one : path.split(File.pathSeparator, -1)) {
            if (!one.isBlank()) {
                all.add(Path.of(one));
            }
        }
        all.add(user());
        environmentPrefix().ifPresent(prefix -> all.add(ofPrefix(prefix)));
        if (isWindows()) {
            variable("PROGRAMDATA").ifPresent(data -> all.add(data.resolve("jupyter")));
        } else {
            all.add(Path.of("/usr/local/share/jupyter"));
            all.add(Path.of("/usr/share/jupyter"));
        }
        return new ArrayList<>(all);
    }

    private boolean isWindows() {
        return system.startsWith("Windows");
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
