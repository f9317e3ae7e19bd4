package org.inversionview.kernel.cli;

import java.nio.file.Path;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.install.Installation;
import org.inversionview.kernel.install.JupyterFolders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a kernel is installed, as Jupyter's own installers have them. */
final class InstallOptions {

    @ArgGroup
    private @Nullable Place place;

    @Option(names = "--name", defaultValue = "inversionview", paramLabel = "NAME", description = "Name of the kernel.")
    private String name = "";

    /** One of the places. */
    private static final class Place {

        @Option(names = "--user", description = "For this user; the usual.")
        private boolean user;

        @Option(names = "--prefix", paramLabel = "DIR", description = "Below DIR/share/jupyter.")
        private @Nullable Path prefix;

        @Option(names = "--sys-prefix", description = "In the active Python environment (venv or conda).")
        private boolean sysPrefix;
    }

    /** Returns the installation that is meant. */
    Installation installation(JupyterFolders folders) {
        return new Installation(data(folders), name);
    }

    private Path data(JupyterFolders folders) {
        if (place != null && place.prefix != null) {
            return JupyterFolders.ofPrefix(place.prefix.toAbsolutePath());
        }
        if (place != null && place.sysPrefix) {
            return JupyterFolders.ofPrefix(
                    folders.environmentPrefix()
                            .orElseThrow(
                                    () -> new UserMistake(
                                            "--sys-prefix: no Python environment is active (VIRTUAL_ENV or CONDA_PREFIX is not set); use --user or --prefix DIR")));
        }
        return folders.user();
    }
}
