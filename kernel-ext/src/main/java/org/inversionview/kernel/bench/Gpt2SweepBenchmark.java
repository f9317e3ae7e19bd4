package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.probed.RandomModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Times what a sweep over the heads of GPT-2 small costs, weights drawn at random: the seconds that one worker has a core, on one
 * thread, at a head of the first, a middle and the last block.
 */
@Command(
        name = "gpt2-sweep",
        mixinStandardHelpOptions = true,
        description =
                "Times inspections of a sweep at GPT-2 small's shape, weights drawn at random, and says what all heads would cost.")
final class Gpt2SweepBenchmark implements Callable<Integer> {

    private static final List<String> SITES = List.of("a0.0", "a6.0", "a11.0");
    private static final int HEADS = 144;
    private static final double HOUR = 3600;

    @Option(
            names = "--queries",
            paramLabel = "N",
            defaultValue = "20",
            description = "Sentences asked about at each head; ${DEFAULT-VALUE} if not given.")
    private int queries;

    @Option(
            names = "--sentences",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Sentences of the sweep whose cost is said; ${DEFAULT-VALUE} if not given.")
    private int sentences;

    @Option(
            names = "--executors",
            paramLabel = "N",
            defaultValue = "100",
            description = "Executors that share it, one core each; ${DEFAULT-VALUE} if not given.")
    private int executors;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        TurnOptions.require("queries", queries, 1, TurnOptions.MOST);
        PrintWriter out = spec.commandLine().getOut();
        double draws = 0;
        double sentence = 0;
        for (String site : SITES) {
            JsonNode found = turn(site);
            double first = found.path("draws_seconds").asDouble();
            double each = found.path("sentence_seconds").asDouble();
            out.printf(
                    Locale.ROOT,
                    "%-6s a core's seconds: activations of %s draws %.1f, then a sentence at its 5 positions %.3f%n",
                    site,
                    found.path("draws").asInt(),
                    first,
                    each);
            out.flush();
            draws += first / SITES.size();
            sentence += each / SITES.size();
        }
        double work = HEADS * sentence * sentences;
        out.printf(
                Locale.ROOT,
                "all %d heads, %,d sentences: %.0f core hours; on %d executors of one core each %.1f h, %.1f h of them for the draws of every head%n",
                HEADS,
                sentences,
                work / HOUR,
                executors,
                (work / executors + HEADS * draws) / HOUR,
                HEADS * draws / HOUR);
        out.flush();
        return 0;
    }

    private JsonNode turn(String site) throws IOException {
        try (TemporaryFolder model = TemporaryFolder.create("inversionview-bench");
                TemporaryFolder cache = TemporaryFolder.create("inversionview-bench")) {
            RandomModelFolder.write(model.path(), RandomModelFolder.gpt2Small(), 0);
            Map<String, String> environment = new TreeMap<>(PyTorch.THREADS_WAIT);
            environment.put("INVERSIONVIEW_CACHE", cache.path().toString());
            return Turn.ofOurs(
                    List.of("gpt2-sweep-turn", model.path().toString(), "--site=" + site, "--queries=" + queries),
                    environment);
        }
    }
}
