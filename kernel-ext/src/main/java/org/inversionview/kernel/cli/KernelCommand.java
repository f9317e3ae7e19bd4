package org.inversionview.kernel.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inversionview.kernel.assignment.CheckMagic;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.embedded.KernelServer;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.engine.PyTorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Serves a front end until it asks for shutdown. */
@Command(
        name = "kernel",
        mixinStandardHelpOptions = true,
        description = "Starts the kernel; Jupyter calls this with the connection file that it made.")
final class KernelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CONNECTION_FILE", description = "Jupyter's file with the ports and the key.")
    private Path connectionFile = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        PyTorch.prepare(); // a cell may start DJL by itself
        KernelServer server = KernelServer.of(connectionFile);
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(magics(session), session.tasks())) {
            session.log().startBeside(Path.of("")); // front ends start a kernel in its notebook's folder
            server.serve(evaluator, Main.version());
        }
        return 0;
    }

    private static MagicLines magics(Session session) {
        return new Magics(session).and(new CheckMagic(System.getenv(), Path.of("")));
    }
}
