package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.install.Installation;
import org.inversionview.kernel.install.JupyterFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the kernel known to Jupyter. */
@Command(
        name = "install",
        mixinStandardHelpOptions = true,
        description =
                "Installs the kernel \"Java (InversionView)\" where Jupyter finds it; no Python is needed for that.")
final class InstallCommand implements Callable<Integer> {

    @Mixin
    private InstallOptions options = new InstallOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Installation installation = options.installation(JupyterFolders.ofThisUser());
        installation.install(jar(), java());
        PrintWriter out = spec.commandLine().getOut();
        out.println("installed " + installation.folder());
        out.println(
                "next: jupyter notebook (or lab), and choose the kernel Java (InversionView); the subcommand doctor checks it");
        out.flush();
        return 0;
    }

    /** The jar that this program runs from. */
    private static Path jar() {
        try {
            Path jar = Path.of(InstallCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (!Files.isRegularFile(jar)) {
                throw new UserMistake(
                        "install works from the built jar only: mvn -DskipTests package, then java -jar kernel-ext/target/inversionview.jar install");
            }
            return jar;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The java that runs this program. */
    private static Path java() {
        Path bin = Path.of(System.getProperty("java.home"), "bin");
        Path windows = bin.resolve("java.exe");
        return Files.exists(windows) ? windows : bin.resolve("java");
    }
}
