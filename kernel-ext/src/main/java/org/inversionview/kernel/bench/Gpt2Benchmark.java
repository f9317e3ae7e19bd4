package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.transformer.TransformerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Loads a model of GPT-2 small's shape, with random weights, and takes one head's activations; a peer in eager PyTorch does
 * the same in turn. Every turn is a process of its own.
 */
@Command(
        name = "gpt2",
        mixinStandardHelpOptions = true,
        description =
                "Times loading and activations at GPT-2 small's shape, weights drawn at random, against eager PyTorch.")
final class Gpt2Benchmark implements Callable<Integer> {

    private static final String PEER = "gpt2_peer.py";
    private static final int MOST_INPUTS = 1_000_000;
    private static final double MEGABYTES = 1 << 20;

    @Option(names = "--layer", defaultValue = "9", description = "Block of the head; ${DEFAULT-VALUE} if not given.")
    private int layer;

    @Option(names = "--head", defaultValue = "9", description = "The head; ${DEFAULT-VALUE} if not given.")
    private int head;

    @Option(
            names = "--inputs",
            paramLabel = "N",
            defaultValue = "1024",
            description = "How many inputs; ${DEFAULT-VALUE} if not given.")
    private int inputs;

    @Option(
            names = "--length",
            paramLabel = "N",
            defaultValue = "20",
            description = "Tokens of each; ${DEFAULT-VALUE} if not given.")
    private int length;

    @Mixin
    private TurnOptions turns = new TurnOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        TransformerConfig config = RandomModelFolder.gpt2Small();
        TurnOptions.require("layer", layer, 0, config.layers() - 1);
        TurnOptions.require("head", head, 0, config.heads() - 1);
        TurnOptions.require("inputs", inputs, 1, MOST_INPUTS);
        TurnOptions.require("length", length, 1, config.positions());
        turns.require();
        Turn.requireTorch(turns.python());
        try (TemporaryFolder folder = TemporaryFolder.create("inversionview-bench")) {
            measure(folder.path(), config);
        }
        return 0;
    }

    private void measure(Path folder, TransformerConfig config) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Path peer = folder.resolve(PEER);
        try (InputStream script = Objects.requireNonNull(Gpt2Benchmark.class.getResourceAsStream(PEER))) {
            Files.copy(script, peer, StandardCopyOption.REPLACE_EXISTING);
        }
        RandomModelFolder.write(folder, config, 0);
        double file = Files.size(folder.resolve("model.safetensors")) / MEGABYTES;
        List<JsonNode> ours = new ArrayList<>();
        List<JsonNode> theirs = new ArrayList<>();
        for (int round = 0; round < turns.rounds(); round++) {
            ours.add(Turn.ofOurs(ourTurn(folder), PyTorch.THREADS_WAIT));
            theirs.add(Turn.ofPython(turns.python(), peersTurn(peer, folder)));
            out.printf(
                    Locale.ROOT,
                    "round %s: load %.2f s, peer %.2f s; activations %.1f s, peer %.1f s%n",
                    round + 1,
                    ours.get(round).path("load_seconds").asDouble(),
                    theirs.get(round).path("load_seconds").asDouble(),
                    ours.get(round).path("activation_seconds").asDouble(),
                    theirs.get(round).path("activation_seconds").asDouble());
            out.flush();
        }
        double rate = median(ours, "gigaflops");
        double operations = operations(config) / 1e9;
        double time = median(ours, "activation_seconds");
        double peers = median(theirs, "activation_seconds");
        double resident = median(ours, "resident_mb");
        out.printf(
                Locale.ROOT,
                "median of %s rounds, %s threads, GPT-2 small's shape, weights drawn at random (%.0f MB):%n"
                        + "load with hash and processing %.2f s, %.0f MB resident, %.2f of the file (peer, raw: %.2f s, %.0f MB)%n"
                        + "activations of a%s.%s, %,d inputs of %s tokens: %.1f s, %.0f%% of the %.0f GFLOP/s of a matrix product; peer %.1f s, %.0f%%%n",
                turns.rounds(),
                turns.threads(),
                file,
                median(ours, "load_seconds"),
                resident,
                resident / file,
                median(theirs, "load_seconds"),
                median(theirs, "resident_mb"),
                layer,
                head,
                inputs,
                length,
                time,
                100 * operations / time / rate,
                rate,
                peers,
                100 * operations / peers / rate);
        out.flush();
    }

    private List<String> ourTurn(Path folder) {
        return List.of(
                "gpt2-turn",
                folder.toString(),
                "--site=a%s.%s".formatted(layer, head),
                "--inputs=" + inputs,
                "--length=" + length,
                "--threads=" + turns.threads(),
                "--device=" + turns.device());
    }

    private List<String> peersTurn(Path peer, Path folder) {
        return Stream.of(peer, folder, layer, head, inputs, length, turns.threads(), turns.peersDevice())
                .map(String::valueOf)
                .toList();
    }

    private static double median(List<JsonNode> turns, String field) {
        return Turn.median(
                turns.stream().mapToDouble(turn -> turn.path(field).asDouble()).toArray());
    }

    /** Returns the floating-point operations of the matrix products up to the head's result, all positions. */
    private double operations(TransformerConfig config) {
        double width = config.width();
        double attention = 2 * 3 * width * width + 2 * 2 * length * width; // queries, keys, values; scores, mixture
        double rest = 2 * width * width + 2 * 2 * width * config.mlpWidth();
        double own = 2 * config.headWidth() * width;
        return (double) inputs * length * (layer * (attention + rest) + attention + own);
    }
}
