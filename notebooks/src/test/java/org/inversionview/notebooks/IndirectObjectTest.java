package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the circuit of indirect objects is what the notebook says. */
class IndirectObjectTest {

    @Test
    void the_indirect_object_is_found_as_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("03-ioi.ipynb");

        JsonNode flip = notebook.result("verify-flip").path("effects");
        double whole = flip.at("/forward/3/total/mean").asDouble();
        assertThat(flip.at("/forward/1/total/mean").asDouble() / whole).isBetween(0.99, 1.01); // a0.0 and a0.1 at END
        assertThat(flip.at("/backward/2/total/mean").asDouble() / whole).isGreaterThan(0.6); // a1.2 and a1.3 at END
        assertThat(notebook.share("verify-name", "a1.2@END")).isBetween(0.45, 0.55);
        assertThat(notebook.share("verify-name", "a1.3@END")).isBetween(0.2, 0.3);

        assertThat(notebook.insideOfDistances("distances")).containsExactly(true, true, false);
        assertThat(notebook.insideOfDistances("distances-far")).containsExactly(false, false);
        notebook.result("distances-far")
                .path("inputs")
                .forEach(input -> assertThat(input.path("distance").asDouble()).isGreaterThan(1));

        assertThat(most(notebook, "read-told", "a0.1 at END, inside ε", "S name", "John"))
                .isGreaterThan(0.99);
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

        JsonNode check = notebook.result("check-told").path("check");
        double inside = check.at("/inside/divergence/mean").asDouble();
        double misses = check.at("/outside/divergence/mean").asDouble();
        double random = check.at("/random/divergence/mean").asDouble();
        assertThat(inside).isLessThan(1e-3);
        assertThat(misses).isBetween(inside, random / 2);
        assertThat(random).isGreaterThan(0.05);
        assertThat(share(check.at("/random/changed"))).isBetween(0.01, 0.1);
        notebook.result("ablate")
                .at("/effects/cells")
                .forEach(head -> assertThat(share(head.path("changed"))).isLessThan(0.05));

        assertThat(numbers(notebook, "new-names-roles", "known name")).allMatch(share -> share > 0.99);
        assertThat(numbers(notebook, "new-names-roles", "new name")).allMatch(share -> share > 0.99);
        for (String names : List.of("known names", "new names")) {
            List<Double> apart = numbers(notebook, "new-names-embeddings", names);
            assertThat(apart.get(0)).as(names).isLessThan(0.5);
            assertThat(apart.get(1)).as(names).isGreaterThan(5);
        }

        String gpt2 = notebook.cell("gpt2").path("outputs").toString();
        assertThat(gpt2.contains("Model gpt2")
                        || gpt2.contains("Skipped, with the cells below: model gpt2 is in no cache"))
                .as(gpt2)
                .isTrue();
    }

    /** The numbers of the line that begins so, among what a cell printed. */
    private static List<Double> numbers(ExecutedNotebook notebook, String id, String beginning) {
        String line = notebook.printed(id)
                .lines()
                .filter(one -> one.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("\\d+\\.\\d+")
                .matcher(line)
                .results()
                .map(number -> Double.valueOf(number.group()))
                .toList();
    }

    private static double share(JsonNode proportion) {
        assertThat(proportion.path("trials").asInt()).isPositive();
        return proportion.path("hits").asDouble() / proportion.path("trials").asInt();
    }

    /** The share of the inputs, of at least 100, that have a feature's most frequent value, which must match. */
    private static double most(ExecutedNotebook notebook, String id, String what, String feature, String value) {
        String text = notebook.printed(id);
        Matcher found = Pattern.compile(Pattern.quote(what) + ": (\\d+) inputs\n(?:  .*\n)*?  " + feature + ": " + value
                        + " in (\\d+),")
                .matcher(text);
        assertThat(found.find()).as("%s of %s in %s", feature, what, text).isTrue();
        int all = Integer.parseInt(found.group(1));
        assertThat(all).as(what).isGreaterThan(100);
        return Integer.parseInt(found.group(2)) / (double) all;
    }
}
