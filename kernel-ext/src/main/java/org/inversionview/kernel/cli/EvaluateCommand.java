package org.inversionview.kernel.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.DecoderQuality;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a decoder: {@code %evaluate} for the terminal. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Measures a decoder on held-out queries: in-preimage rates with 95 %% intervals, well-formed and distinct samples.")
final class EvaluateCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FOLDER",
            description = "A shipped model, or a folder that train wrote.")
    private String model = "";

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Held-out queries a site; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Option(
            names = "--eps",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Largest distance inside the preimage; ${DEFAULT-VALUE} if not given.")
    private double epsilon;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Of queries and samples; ${DEFAULT-VALUE} if not given.")
    private long seed;

    @Option(names = "--write", description = "Write the result into the folder's card.json.")
    private boolean write;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of PyTorch; all cores if not given.")
    private @Nullable Integer threads;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (threads != null) {
            System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            magics.run("model", '"' + model + '"');
            String arguments = "queries=%d eps=%s seed=%d write=%b".formatted(queries, epsilon, seed, write);
            out.println(magics.run("evaluate", arguments, view -> progress(view, err)));
            out.flush();
        }
        return 0;
    }

    private static void progress(Object view, PrintWriter err) {
        if (view instanceof Evaluation evaluation) {
            DecoderQuality quality = evaluation.quality();
            DecoderQuality.Site last = quality.sites().get(quality.sites().size() - 1);
            err.println("%d of %d  %s %.3f"
                    .formatted(
                            quality.sites().size(),
                            evaluation.of(),
                            last.name(),
                            last.inside().value()));
            err.flush();
        }
    }
}
