package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.options.EvaluationOptions;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a decoder: {@code %evaluate} for the terminal. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        modelTransformer = WithDashes.class,
        description =
                "Measures a decoder on held-out queries: in-preimage rates with 95 %% intervals, well-formed and distinct samples.")
final class EvaluateCommand implements Callable<Integer> {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME|FOLDER",
            description = "A shipped model, or a folder that train wrote.")
    private String model = "";

    @Mixin
    private EvaluationOptions options = new EvaluationOptions();

    @Mixin
    private Threads threads = new Threads();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        threads.apply();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        LoadedModel.Request request = new LoadedModel.Request(model, Optional.empty(), true, "auto");
        try (LoadedModel loaded = LoadedModel.load(request, new TaskRegistry())) {
            int sites = loaded.probed().sites().size();
            DecoderQuality quality = options.measure(loaded, soFar -> progress(soFar, sites, err));
            out.println(new Evaluation(quality, sites, loaded.provenance()));
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private static void progress(DecoderQuality soFar, int sites, PrintWriter err) {
        DecoderQuality.Site last = soFar.sites().get(soFar.sites().size() - 1);
        err.println(String.format(
                Locale.ROOT,
                "%s of %s  %s %.3f",
                soFar.sites().size(),
                sites,
                last.name(),
                last.inside().value()));
        err.flush();
    }
}
