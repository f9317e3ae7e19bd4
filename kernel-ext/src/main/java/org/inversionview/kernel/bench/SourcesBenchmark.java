package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.inversionview.kernel.TemporaryFolder;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.probed.RandomModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Times {@code %inspect} by the source of its samples, display included: the first question of a process, further ones at the
 * same site (the median of the seventh to the twelfth), and the first of another process that finds the activations on disk.
 * The decoder is what they are compared with.
 */
@Command(
        name = "sources",
        mixinStandardHelpOptions = true,
        description =
                "Times %%inspect on addition with a decoder, with draws and with all inputs, and at GPT-2 small's shape.")
final class SourcesBenchmark implements Callable<Integer> {

    private static final List<String> INPUTS =
            List.of("615+861=1476", "920+878=1798", "215+461=676", "380+245=625", "777+123=900", "549+632=1181");
    private static final List<String> SENTENCES = List.of(
            "When Mary and John went to the store, John gave a drink to",
            "When Anna and Paul went to the park, Paul gave a book to",
            "When Mark and Lisa went to the school, Lisa gave a ring to",
            "When Sarah and Tom went to the station, Tom gave a letter to",
            "When Kate and Jack went to the office, Jack gave a kiss to",
            "When Sarah and John went to the school, John gave a book to");

    /** What is asked how. */
    private record Question(String name, String model, List<String> lines) {}

    @Mixin
    private TurnOptions turns = new TurnOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        turns.require();
        try (TemporaryFolder gpt2 = TemporaryFolder.create("inversionview-bench")) {
            RandomModelFolder.write(gpt2.path(), RandomModelFolder.gpt2Small(), 0);
            String small = gpt2.path().toString();
            measure(List.of(
                    new Question("addition, decoder n=1024", "addition", asked(INPUTS, "A1", "source=decoder n=1024")),
                    new Question(
                            "addition, task draws=20000", "addition", asked(INPUTS, "A1", "source=task draws=20000")),
                    new Question(
                            "addition, task draws=50000", "addition", asked(INPUTS, "A1", "source=task draws=50000")),
                    new Question("addition, exact (810,000)", "addition", asked(INPUTS, "A1", "source=exact")),
                    new Question("GPT-2 small's shape, task", small, asked(SENTENCES, "END", "source=task"))));
        }
        return 0;
    }

    /** Returns the median of the later half: before, Java is still compiling. */
    private static double further(List<Double> seconds) {
        return Turn.median(seconds.subList(seconds.size() / 2, seconds.size()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static List<String> asked(List<String> inputs, String position, String source) {
        return Stream.concat(inputs.stream(), inputs.stream())
                .map(input -> "layer=1 head=2 pos=%s input=\"%s\" %s".formatted(position, input, source))
                .toList();
    }

    private void measure(List<Question> questions) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%-28s %10s %10s %10s%n",
                "seconds, medians of " + turns.rounds(),
                "first",
                "further",
                "from disk");
        for (Question question : questions) {
            double[] first = new double[turns.rounds()];
            double[] further = new double[turns.rounds()];
            double[] again = new double[turns.rounds()];
            for (int round = 0; round < turns.rounds(); round++) {
                try (TemporaryFolder cache = TemporaryFolder.create("inversionview-bench")) {
                    List<Double> fresh = seconds(question, cache.path());
                    first[round] = fresh.get(0);
                    further[round] = further(fresh);
                    again[round] = seconds(question, cache.path()).get(0);
                }
            }
            out.printf(
                    Locale.ROOT,
                    "%-28s %10.2f %10.3f %10.2f%n",
                    question.name(),
                    Turn.median(first),
                    Turn.median(further),
                    Turn.median(again));
            out.flush();
        }
        out.printf(
                Locale.ROOT,
                "%d threads, display included; each column from processes of its own, their model loaded before%n",
                turns.threads());
        out.flush();
    }

    private List<Double> seconds(Question question, Path cache) throws IOException {
        List<String> turn = new ArrayList<>(List.of(
                "sources-turn",
                "--model=" + question.model(),
                "--threads=" + turns.threads(),
                "--device=" + turns.device(),
                "--"));
        turn.addAll(question.lines());
        Map<String, String> environment = new TreeMap<>(PyTorch.THREADS_WAIT);
        environment.put("INVERSIONVIEW_CACHE", cache.toString());
        JsonNode found = Turn.ofOurs(turn, environment);
        List<Double> seconds = new ArrayList<>();
        found.path("seconds").forEach(each -> seconds.add(each.asDouble()));
        return seconds;
    }
}
