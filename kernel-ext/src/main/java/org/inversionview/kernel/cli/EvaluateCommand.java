package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.options.EvaluationOptions;
import org.inversionview.magics.result.Evaluation;
import org.inversionview.models.inversion.CoverageBySite;
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

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu0",
            defaultValue = "auto",
            description = "Where to compute: auto is the first GPU, if there is one.")
    private String device = "";

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
        LoadedModel.Request request = new LoadedModel.Request(model, Optional.empty(), true, device);
        try (LoadedModel loaded = LoadedModel.load(request, new TaskRegistry())) {
            int sites = loaded.requireDecoder().shape().sites().size();
            Evaluation begun = Evaluation.begun(sites, loaded.provenance());
            Evaluation measured = begun.with(options.measure(loaded, soFar -> progress(soFar, sites, err)));
            out.println(measured.with(options.measureCoverage(loaded, soFar -> progress(soFar, sites, err))));
            out.flush();
            return 0;
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private static void progress(DecoderQuality soFar, int sites, PrintWriter err) {
        DecoderQuality.Site last = soFar.sites().get(soFar.sites().size() - 1);
        progress(soFar.sites().size(), sites, last.name(), last.inside().value(), err);
    }

    private static void progress(CoverageBySite soFar, int sites, PrintWriter err) {
        CoverageBySite.Site last = soFar.sites().get(soFar.sites().size() - 1);
        progress(
                soFar.sites().size(),
                sites,
                "coverage " + last.name(),
                last.coverage().value(),
                err);
    }

    private static void progress(int done, int sites, String what, double value, PrintWriter err) {
        err.println(String.format(Locale.ROOT, "%s of %s  %s %.3f", done, sites, what, value));
        err.flush();
    }
}
