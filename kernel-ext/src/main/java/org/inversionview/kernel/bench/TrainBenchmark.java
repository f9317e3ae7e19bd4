package org.inversionview.kernel.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.inversion.EvaluationSettings;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.recipe.DecoderRecipe;
import org.inversionview.models.recipe.DecoderStart;
import org.inversionview.models.recipe.TrainingSpeed;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.training.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Times the training of a decoder for addition: how many examples are drawn a second, and its steps, against the same with examples
 * drawn between steps and, where there is one, against the peer's step in PyTorch.
 */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description =
                "Times steps of training a decoder for addition, drawing included, against the peer in eager PyTorch if it is there.")
final class TrainBenchmark implements Callable<Integer> {

    private static final int PEERS_BATCH = 256;
    private static final int PEERS_RUNS = 5;
    private static final int LARGEST_BATCH = 1 << 16;
    private static final int LONGEST = 600;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "256",
            description = "Inputs a step; ${DEFAULT-VALUE} if not given.")
    private int batch;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long each is tried a turn; ${DEFAULT-VALUE} if not given.")
    private int seconds;

    @Option(
            names = "--peer",
            paramLabel = "FILE.py",
            defaultValue = "../shared/reference/torch_baseline.py",
            description = "The peer's script; ${DEFAULT-VALUE} if not given.")
    private Path peer = Path.of("");

    @Mixin
    private TurnOptions turns = new TurnOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What one round found; inputs a second of the peer, where there is one. */
    private record Round(TrainingSpeed ours, OptionalDouble peers) {

        double peer() {
            return peers.orElse(Double.NaN);
        }
    }

    @Override
    public Integer call() throws IOException {
        turns.require();
        TurnOptions.require("batch", batch, 1, LARGEST_BATCH);
        TurnOptions.require("seconds", seconds, 1, LONGEST);
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> missing = missing();
        missing.ifPresent(why -> out.println("without the peer: " + why));
        LoadedModel.Request request = new LoadedModel.Request("addition", Optional.empty(), true, turns.device());
        try (LoadedModel model = LoadedModel.load(request, new TaskRegistry())) {
            Round[] rounds = new Round[turns.rounds()];
            for (int round = 0; round < rounds.length; round++) {
                rounds[round] = new Round(
                        TrainingSpeed.of(recipe(model.probed()), model.probed(), seconds),
                        missing.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(peersInputs()));
                tell(round, rounds[round], out);
            }
            sum(List.of(rounds), out);
        }
        return 0;
    }

    /** Why there is no peer to compare with; nothing where there is. */
    private Optional<String> missing() throws IOException {
        if (!Files.isRegularFile(peer)) {
            return Optional.of("no %s: give its script with --peer".formatted(peer));
        }
        try {
            Turn.requireTorch(turns.python());
            return Optional.empty();
        } catch (UserMistake e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private DecoderRecipe recipe(ProbedModel model) {
        TrainingPlan usual = DecoderRecipe.defaultPlan();
        TrainingPlan plan = new TrainingPlan(
                usual.steps(),
                batch,
                usual.warmUp(),
                usual.matrixRate(),
                usual.otherRate(),
                usual.floor(),
                usual.weightDecay(),
                usual.clip(),
                usual.averaging(),
                0);
        return new DecoderRecipe(
                DecoderRecipe.config(model, model.sites(), DecoderRecipe.WIDTH, 2),
                plan,
                1,
                0,
                DecoderRecipe.REBALANCE,
                0,
                SamplingSchedule.PLAIN,
                EvaluationSettings.DEFAULT,
                DecoderStart.RANDOM,
                "bench train");
    }

    private double peersInputs() throws IOException {
        double step = Turn.ofPython(turns.python(), turns.peersArguments(peer, "addition", PEERS_RUNS))
                .path("train_step_ms")
                .asDouble();
        return PEERS_BATCH * 1e3 / step;
    }

    private void tell(int round, Round found, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "round %s: %,.0f inputs/s, with examples drawn between steps %,.0f%s; one thread draws %,.0f examples/s%n",
                round + 1,
                found.ours().steps() * batch,
                found.ours().stepsInTurn() * batch,
                found.peers().isPresent() ? String.format(Locale.ROOT, ", peer %,.0f", found.peer()) : "",
                found.ours().examples());
        out.flush();
    }

    private void sum(List<Round> rounds, PrintWriter out) {
        double steps = median(rounds, round -> round.ours().steps());
        double examples = median(rounds, round -> round.ours().examples());
        out.printf(
                Locale.ROOT,
                "median of %s rounds, batch %s, %s threads: %.2f steps/s, %.2f of those with examples drawn between steps%s; drawing a batch takes one thread %.1f%% of a step (%,.0f examples/s)%n",
                rounds.size(),
                batch,
                turns.threads(),
                steps,
                median(rounds, round -> round.ours().steps() / round.ours().stepsInTurn()),
                rounds.get(0).peers().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.2f of the peer's inputs a second",
                                median(rounds, round -> round.ours().steps() * batch / round.peer()))
                        : "",
                100 * batch / examples * steps,
                examples);
        out.flush();
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        return Turn.median(rounds.stream().mapToDouble(value).toArray());
    }
}
