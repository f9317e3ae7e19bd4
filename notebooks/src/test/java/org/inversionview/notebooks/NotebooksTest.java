package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.inversionview.kernel.bridge.MagicLines;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.runner.Notebook;
import org.inversionview.kernel.runner.NotebookParameters;
import org.inversionview.kernel.runner.NotebookRunner;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every notebook and checks what it tells its reader. */
class NotebooksTest {

    private static final String RESULT = "application/vnd.inversionview+json";

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("."))) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    private static JsonNode execute(Path notebook) throws IOException {
        StringWriter errors = new StringWriter();
        try (Session session = new Session();
                CellEvaluator evaluator = new CellEvaluator(MagicLines.of(new Magics(session)), session.tasks())) {
            NotebookRunner runner = new NotebookRunner(
                    evaluator,
                    NotebookParameters.NONE,
                    new PrintWriter(new StringWriter()),
                    new PrintWriter(errors, true));
            NotebookRunner.Run run = runner.run(Notebook.read(notebook));
            assertThat(run.succeeded()).as(errors.toString()).isTrue();
            return new ObjectMapper().readTree(run.notebook().json());
        }
    }

    private static JsonNode cell(JsonNode notebook, String id) {
        return StreamSupport.stream(notebook.path("cells").spliterator(), false)
                .filter(cell -> cell.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode result(JsonNode notebook, String id) {
        return cell(notebook, id).at("/outputs/0/data").path(RESULT);
    }

    @Test
    void every_notebook_has_a_test_here() throws IOException {
        assertThat(notebooks())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "00-quickstart.ipynb",
                        "01-addition.ipynb",
                        "02-counting.ipynb",
                        "03-ioi.ipynb",
                        "04-your-own-task.ipynb");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebooks_are_kept_without_outputs(Path notebook) throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            assertThat(cell.path("outputs")).as(cell.path("id").asText()).isEmpty();
        }
    }

    /** What notebooks train is trained anew. */
    @BeforeAll
    static void clear() throws IOException {
        Path trained = Path.of("trained");
        if (Files.exists(trained)) {
            try (Stream<Path> files = Files.walk(trained)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void quickstart_finds_what_it_tells_its_reader() throws IOException {
        JsonNode notebook = execute(Path.of("00-quickstart.ipynb"));

        JsonNode preimage = result(notebook, "inspect");
        assertThat(preimage.path("site").asText()).isEqualTo("a1.2");
        List<String> pairs = StreamSupport.stream(preimage.path("samples").spliterator(), false)
                .filter(sample -> sample.path("inside").asBoolean())
                .map(sample -> sample.path("text").asText())
                .map(text -> "" + text.charAt(1) + text.charAt(5))
                .toList();
        assertThat(pairs).hasSizeGreaterThan(100);
        long others = pairs.stream()
                .filter(pair -> !pair.equals("68") && !pair.equals("86"))
                .count();
        assertThat(others).as("of %d inside", pairs.size()).isLessThanOrEqualTo(pairs.size() / 100);

        JsonNode own = result(notebook, "distances").path("inputs");
        assertThat(own).hasSize(5);
        for (int i = 0; i < own.size(); i++) {
            assertThat(own.get(i).path("inside").asBoolean())
                    .as(own.get(i).path("text").asText())
                    .isEqualTo(i < 3);
        }

        String carries = cell(notebook, "carries").at("/outputs/0/text").toString();
        Matcher counts = Pattern.compile("a carry in (\\d+) of (\\d+) inputs").matcher(carries);
        assertThat(counts.find()).as(carries).isTrue();
        int inside = Integer.parseInt(counts.group(2));
        assertThat(inside).isGreaterThan(100);
        assertThat(Integer.parseInt(counts.group(1))).isLessThanOrEqualTo(inside / 100);
        assertThat(counts.find()).as(carries).isTrue();
        inside = Integer.parseInt(counts.group(2));
        assertThat(inside).isGreaterThan(100);
        assertThat(Integer.parseInt(counts.group(1))).isGreaterThanOrEqualTo(inside - inside / 100);
    }

    @Test
    void addition_heads_hold_and_do_what_the_notebook_says() throws IOException {
        JsonNode notebook = execute(Path.of("01-addition.ipynb"));

        assertThat(share(notebook, "verify-first", "a1.2@=")).isBetween(0.4, 0.7); // the largest of three
        assertThat(share(notebook, "verify-carry", "a1.1@=")).isGreaterThan(0.95);
        assertThat(share(notebook, "verify-second", "a1.2@A1")).isGreaterThan(0.85);
        assertThat(share(notebook, "verify-second-carry", "a1.1@A1")).isGreaterThan(0.95);
        assertThat(share(notebook, "verify-third", "a1.2@A2")).isGreaterThan(0.85);
        assertThat(share(notebook, "verify-third-carry", "a1.1@A2")).isGreaterThan(0.95);
        assertThat(share(notebook, "verify-fourth", "a1.2@A3")).isGreaterThan(0.8);
        assertThat(share(notebook, "verify-short", "a1.2@A1")).isGreaterThan(0.85);

        assertThat(inside(notebook, "read-first", "6 and 8 in front, in either order"))
                .isGreaterThan(0.99);
        assertThat(inside(notebook, "read-carry", "a1.1 at = of B615")).isLessThan(0.01);
        assertThat(inside(notebook, "read-carry", "a1.1 at = of B655")).isGreaterThan(0.95);
        assertThat(inside(notebook, "read-second", "a1.2 at A1: 6 and 8 in front"))
                .isGreaterThan(0.99);
        assertThat(inside(notebook, "read-second", "a1.1 at A1")).isLessThan(0.01);
        assertThat(inside(notebook, "read-third", "a1.2 at A2")).isGreaterThan(0.99);
        assertThat(inside(notebook, "read-third", "a1.1 at A2")).isLessThan(0.01);
        assertThat(inside(notebook, "read-fourth", "a1.2 at A3")).isGreaterThan(0.99);
        assertThat(inside(notebook, "read-short", "1 and 6 in the tens")).isGreaterThan(0.99);

        for (String check : List.of("check-first", "check-second", "check-fourth")) {
            assertThat(cell(notebook, check).at("/outputs/0/data/text~1plain").toString())
                    .as(check)
                    .contains("Confirmed: inside ε the output stays");
        }
    }

    @Test
    void counting_counts_at_the_target_as_the_notebook_says() throws IOException {
        JsonNode notebook = execute(Path.of("02-counting.ipynb"));

        JsonNode flip = result(notebook, "verify-flip").path("effects");
        double whole = flip.at("/forward/2/total/mean").asDouble();
        assertThat(flip.at("/forward/0/increment/mean").asDouble() / whole).isGreaterThan(0.95); // a0.0@target
        assertThat(flip.at("/forward/1/increment/mean").asDouble() / whole).isBetween(-0.01, 0.01); // a0.0@:
        assertThat(flip.at("/backward/0/increment/mean").asDouble() / whole).isGreaterThan(0.95); // a1.0@:
        assertThat(flip.at("/backward/2/increment/mean").asDouble() / whole).isBetween(-0.01, 0.01);

        assertThat(insideOfDistances(notebook, "distances-target")).containsExactly(true, true, true, false, false);
        assertThat(shareOfEight(notebook, "read-target", "a0.0 at the target")).isGreaterThan(0.99);
        assertThat(shareOfEight(notebook, "read-colon", "a1.0 at the colon")).isGreaterThan(0.99);
        assertThat(shareOfEight(notebook, "read-colon", "m1 at the colon")).isGreaterThan(0.99);

        assertThat(cell(notebook, "check-target")
                        .at("/outputs/0/data/text~1plain")
                        .toString())
                .contains("Confirmed: inside ε the output stays");
        JsonNode bar = result(notebook, "ablate").at("/effects/cells/0");
        assertThat(bar.path("patch").asText()).isEqualTo("a0.0@|");
        assertThat(bar.at("/divergence/mean").asDouble()).isLessThan(0.001);
    }

    @Test
    void the_indirect_object_is_found_as_the_notebook_says() throws IOException {
        JsonNode notebook = execute(Path.of("03-ioi.ipynb"));

        JsonNode flip = result(notebook, "verify-flip").path("effects");
        double whole = flip.at("/forward/3/total/mean").asDouble();
        assertThat(flip.at("/forward/1/total/mean").asDouble() / whole).isBetween(0.99, 1.01); // a0.0 and a0.1 at END
        assertThat(flip.at("/backward/2/total/mean").asDouble() / whole).isGreaterThan(0.6); // a1.2 and a1.3 at END
        assertThat(share(notebook, "verify-name", "a1.2@END")).isBetween(0.45, 0.55);
        assertThat(share(notebook, "verify-name", "a1.3@END")).isBetween(0.2, 0.3);

        assertThat(insideOfDistances(notebook, "distances")).containsExactly(true, true, false);
        assertThat(insideOfDistances(notebook, "distances-far")).containsExactly(false, false);
        result(notebook, "distances-far")
                .path("inputs")
                .forEach(input -> assertThat(input.path("distance").asDouble()).isGreaterThan(1));

        assertThat(most(notebook, "read-told", "a0.1 at END, inside ε", "S name", "John"))
                .isEqualTo(1);
        assertThat(most(notebook, "read-told", "a0.1 at END, inside ε", "IO name", ".*"))
                .isLessThan(0.1);
        assertThat(most(notebook, "read-misses", "a0.1 at END, near misses", "S name", "John"))
                .isGreaterThan(0.8);
        assertThat(most(notebook, "read-misses", "a0.1 at END, near misses", "sentence", "When \\{1} got .*"))
                .isGreaterThan(0.5);
        assertThat(most(notebook, "read-s2", "x0.post at S2, inside ε", "S name", "John"))
                .isEqualTo(1);
        assertThat(most(notebook, "read-s2", "x0.post at S2, inside ε", "IO name", ".*"))
                .isLessThan(0.1);
        assertThat(most(notebook, "read-movers", "a1.3 at END, inside ε", "IO name", "Mary"))
                .isGreaterThan(0.99);
        assertThat(most(notebook, "read-movers", "a1.3 at END, inside ε", "S name", ".*"))
                .isLessThan(0.1);
        assertThat(most(notebook, "read-movers", "a1.2 at END, inside ε", "IO name", "Mary"))
                .isGreaterThan(0.99);
        assertThat(most(notebook, "read-movers", "a1.2 at END, inside ε", "S name", "John"))
                .isGreaterThan(0.8);

        JsonNode check = result(notebook, "check-told").path("check");
        double inside = check.at("/inside/divergence/mean").asDouble();
        double misses = check.at("/outside/divergence/mean").asDouble();
        double random = check.at("/random/divergence/mean").asDouble();
        assertThat(inside).isLessThan(1e-3);
        assertThat(misses).isBetween(inside, random / 2);
        assertThat(random).isGreaterThan(0.05);
        assertThat(share(check.at("/random/changed"))).isBetween(0.01, 0.1);
        result(notebook, "ablate")
                .at("/effects/cells")
                .forEach(head -> assertThat(share(head.path("changed"))).isLessThan(0.05));

        String gpt2 = cell(notebook, "gpt2").path("outputs").toString();
        assertThat(gpt2.contains("Model gpt2")
                        || gpt2.contains("Skipped, with the cells below: model gpt2 is in no cache"))
                .as(gpt2)
                .isTrue();
    }

    private static double share(JsonNode proportion) {
        assertThat(proportion.path("trials").asInt()).isPositive();
        return proportion.path("hits").asDouble() / proportion.path("trials").asInt();
    }

    private static List<Boolean> insideOfDistances(JsonNode notebook, String id) {
        return StreamSupport.stream(result(notebook, id).path("inputs").spliterator(), false)
                .map(input -> input.path("inside").asBoolean())
                .toList();
    }

    /** The share of the inputs, of at least 100, that have a feature's most frequent value, which must match. */
    private static double most(JsonNode notebook, String id, String what, String feature, String value) {
        String text = String.join("", texts(cell(notebook, id).at("/outputs/0/text")));
        Matcher found = Pattern.compile(Pattern.quote(what) + ": (\\d+) inputs\n(?:  .*\n)*?  " + feature + ": " + value
                        + " in (\\d+),")
                .matcher(text);
        assertThat(found.find()).as("%s of %s in %s", feature, what, text).isTrue();
        int all = Integer.parseInt(found.group(1));
        assertThat(all).as(what).isGreaterThan(100);
        return Integer.parseInt(found.group(2)) / (double) all;
    }

    private static List<String> texts(JsonNode lines) {
        return lines.isArray()
                ? StreamSupport.stream(lines.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(lines.asText());
    }

    /** The share of the inputs inside ε in which the target occurs eight times, of at least 20. */
    private static double shareOfEight(JsonNode notebook, String id, String what) {
        String text = cell(notebook, id).at("/outputs/0/text").toString();
        Matcher line = Pattern.compile(Pattern.quote(what) + ": \\{([^}]*)\\}").matcher(text);
        assertThat(line.find()).as("%s in %s", what, text).isTrue();
        int all = 0;
        int eight = 0;
        for (String entry : line.group(1).split(", ", -1)) {
            int inputs = Integer.parseInt(entry.replaceFirst(".*=", ""));
            all += inputs;
            eight += entry.startsWith("8=") ? inputs : 0;
        }
        assertThat(all).as(what).isGreaterThan(20);
        return (double) eight / all;
    }

    /** The smaller of a patch's two increments, as a share of the whole effect. */
    private static double share(JsonNode notebook, String id, String patch) {
        JsonNode effects = result(notebook, id).path("effects");
        double smallest = Double.POSITIVE_INFINITY;
        for (String order : List.of("forward", "backward")) {
            JsonNode steps = effects.path(order);
            double whole = steps.path(steps.size() - 1).at("/total/mean").asDouble();
            for (JsonNode step : steps) {
                if (step.path("patch").asText().equals(patch)) {
                    smallest = Math.min(smallest, step.at("/increment/mean").asDouble() / whole);
                }
            }
        }
        return smallest;
    }

    /** The share that a line of a cell's text counts inside ε, of at least 100. */
    private static double inside(JsonNode notebook, String id, String what) {
        String text = cell(notebook, id).at("/outputs/0/text").toString();
        Matcher counts = Pattern.compile(Pattern.quote(what) + "[^\\n\"]*?: ([\\d,]+) of ([\\d,]+) inside")
                .matcher(text);
        assertThat(counts.find()).as("%s in %s", what, text).isTrue();
        int all = Integer.parseInt(counts.group(2).replace(",", ""));
        assertThat(all).as(what).isGreaterThan(100);
        return Integer.parseInt(counts.group(1).replace(",", "")) / (double) all;
    }

    @Test
    void a_task_of_ones_own_is_learned_and_read_as_the_notebook_says() throws IOException {
        JsonNode notebook = execute(Path.of("04-your-own-task.ipynb"));

        JsonNode probed = result(notebook, "probed").path("readings");
        assertThat(probed.path(probed.size() - 1).at("/values/exact match").asDouble())
                .isGreaterThan(0.95);
        String counts = cell(notebook, "count").at("/outputs/0/text").toString();
        Matcher agree = Pattern.compile("next is e: (\\d+) of (\\d+) inputs").matcher(counts);
        assertThat(agree.find()).as(counts).isTrue();
        assertThat(Integer.parseInt(agree.group(2))).isGreaterThan(100);
        assertThat(Integer.parseInt(agree.group(1))).isGreaterThan(Integer.parseInt(agree.group(2)) * 9 / 10);
    }
}
