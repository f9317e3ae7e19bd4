package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.Contrast;
import org.inversionview.models.causal.ContrastPair;
import org.inversionview.models.causal.ContrastPairs;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.causal.PatchingExperiment;
import org.inversionview.models.probed.ProbedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times {@code %inspect}, its display included, against the peer's pipeline in PyTorch, in one run. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Times %%inspect n=1024 on the shipped models, display included, against the peer in eager PyTorch where it has the task.")
final class InspectBenchmark implements Callable<Integer> {

    private static final List<Question> QUESTIONS = List.of(
            new Question("addition", true, "layer=1 head=3 pos=A1 input=920+878=1798"),
            new Question("counting", true, "layer=1 head=0 pos=: input=vvzccvczvvvzvcvc|v:"),
            new Question(
                    "ioi",
                    false,
                    "layer=1 head=3 pos=END input=\"When Mary and John went to the store, John gave a drink to\""));

    private static final int WARM_UP = 5;
    private static final int PATCHED = 4000;

    /**
     * What is asked of a model.
     *
     * @param ofPeer whether the peer has the task
     */
    private record Question(String model, boolean ofPeer, String line) {}

    @Option(
            names = "--peer",
            paramLabel = "FILE.py",
            defaultValue = "../shared/reference/torch_baseline.py",
            description = "The peer's script; ${DEFAULT-VALUE} if not given.")
    private Path peer = Path.of("");

    @Mixin
    private TurnOptions turns = new TurnOptions();

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "7",
            description = "Runs a turn, of which the median counts; ${DEFAULT-VALUE} if not given.")
    private int runs;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(peer)) {
            throw new UserMistake("no peer %s: give its script with --peer".formatted(peer));
        }
        turns.require();
        TurnOptions.require("runs", runs, 1, TurnOptions.MOST);
        Turn.requireTorch(turns.python());
        PrintWriter out = spec.commandLine().getOut();
        for (Question question : QUESTIONS) {
            try (Session session = new Session()) {
                measure(question, session, out);
            }
        }
        return 0;
    }

    private void measure(Question question, Session session, PrintWriter out) throws IOException {
        Magics magics = new Magics(session);
        magics.run("model", "%s device=%s".formatted(question.model(), turns.device()));
        time(magics, question, WARM_UP);
        double[] ours = new double[turns.rounds()];
        double[] theirs = new double[turns.rounds()];
        for (int round = 0; round < turns.rounds(); round++) {
            ours[round] = Turn.median(time(magics, question, runs));
            theirs[round] = question.ofPeer() ? peer(question.model()) : Double.NaN;
            out.printf(
                    Locale.ROOT,
                    "%s, round %s: %%inspect %.0f ms%s%n",
                    question.model(),
                    round + 1,
                    ours[round],
                    question.ofPeer() ? String.format(Locale.ROOT, ", peer %.0f ms", theirs[round]) : "");
            out.flush();
        }
        double median = Turn.median(ours);
        out.printf(
                Locale.ROOT,
                "%s, median of %s rounds: %%inspect n=1024 with its display %.0f ms%s (%s threads)%n",
                question.model(),
                turns.rounds(),
                median,
                question.ofPeer() ? ofPeers(median, Turn.median(theirs)) : "",
                turns.threads());
        if (question.model().equals("addition")) {
            patching(session.requireModel().probed(), out);
        }
        out.flush();
    }

    private static String ofPeers(double ours, double theirs) {
        return String.format(Locale.ROOT, ", peer %.0f ms: %.2f of its time", theirs, ours / theirs);
    }

    /** Milliseconds of each run, another seed each. */
    private static double[] time(Magics magics, Question question, int runs) {
        double[] milliseconds = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            magics.run("inspect", "%s n=1024 seed=%s".formatted(question.line(), run))
                    .bundle()
                    .data();
            milliseconds[run] = (System.nanoTime() - start) / 1e6;
        }
        return milliseconds;
    }

    /** Cumulative patching, and the same with every run from its beginning, as without a kept clean run. */
    private void patching(ProbedModel model, PrintWriter out) {
        List<Patch> heads = Patch.parse(model, "heads@=");
        List<List<Patch>> sets = new ArrayList<>();
        IntStream.rangeClosed(1, heads.size()).forEach(k -> sets.add(heads.subList(0, k)));
        IntStream.rangeClosed(1, heads.size()).forEach(k -> sets.add(heads.subList(heads.size() - k, heads.size())));
        // with the embedding of the first digit patched too, nothing of a clean run but BOS serves a patched one
        List<Patch> beginning = Patch.parse(model, "hook_embed@F1");
        List<List<Patch>> whole = sets.stream()
                .map(set -> Stream.concat(beginning.stream(), set.stream()).toList())
                .toList();
        Contrast contrast = Contrast.changing(model.task(), List.of("F1", "S1"));
        List<ContrastPair> pairs =
                new ContrastPairs(model.task(), "A1", contrast, all -> true, all -> true).draw(PATCHED, 0);
        PatchingExperiment experiment = new PatchingExperiment(model, pairs, "A1");
        double[] kept = new double[turns.rounds()];
        double[] anew = new double[turns.rounds()];
        experiment.measure(sets.subList(0, 1));
        for (int round = 0; round < turns.rounds(); round++) {
            kept[round] = seconds(() -> experiment.measure(sets));
            anew[round] = seconds(() -> experiment.measure(whole));
        }
        out.printf(
                Locale.ROOT,
                "median of %s rounds: patching %,d inputs x %s cumulative steps %.1f s, every run from its beginning %.1f s%n",
                turns.rounds(),
                PATCHED,
                sets.size(),
                Turn.median(kept),
                Turn.median(anew));
        out.flush();
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private double peer(String task) throws IOException {
        return Turn.ofPython(turns.python(), turns.peersArguments(peer, task, runs))
                .path("inspect_ms")
                .asDouble();
    }
}
