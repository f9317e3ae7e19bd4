package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.install.Installation;
import org.inversionview.kernel.install.JupyterFolders;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes the kernel away. */
@Command(name = "uninstall", mixinStandardHelpOptions = true, description = "Takes an installed kernel away.")
final class UninstallCommand implements Callable<Integer> {

    @Mixin
    private InstallOptions options = new InstallOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Installation installation = options.installation(JupyterFolders.ofThisUser());
        if (!installation.uninstall()) {
            throw new UserMistake("there is no %s: nothing was removed".formatted(installation.folder()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("removed " + installation.folder());
        out.flush();
        return 0;
    }
}
