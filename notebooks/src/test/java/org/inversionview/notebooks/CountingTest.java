package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the counting model counts as the notebook says. */
class CountingTest {

    @Test
    void counting_counts_at_the_target_as_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("02-counting.ipynb");

        JsonNode flip = notebook.result("verify-flip").path("effects");
        double whole = flip.at("/forward/2/total/mean").asDouble();
        assertThat(flip.at("/forward/0/increment/mean").asDouble() / whole).isGreaterThan(0.95); // a0.0@target
        assertThat(flip.at("/forward/1/increment/mean").asDouble() / whole).isBetween(-0.01, 0.01); // a0.0@:
        assertThat(flip.at("/backward/0/increment/mean").asDouble() / whole).isGreaterThan(0.95); // a1.0@:
        assertThat(flip.at("/backward/2/increment/mean").asDouble() / whole).isBetween(-0.01, 0.01);

        assertThat(notebook.insideOfDistances("distances-target")).containsExactly(true, true, true, false, false);
        assertThat(shareOfEight(notebook, "read-target", "a0.0 at the target")).isGreaterThan(0.99);
        assertThat(shareOfEight(notebook, "task-target", "a0.0 at the target, draws from the task"))
                .isGreaterThan(0.99);
        assertThat(shareOfEight(notebook, "read-colon", "a1.0 at the colon")).isGreaterThan(0.99);
        assertThat(shareOfEight(notebook, "read-colon", "m1 at the colon")).isGreaterThan(0.99);

        assertThat(notebook.cell("check-target")
                        .at("/outputs/0/data/text~1plain")
                        .toString())
                .contains("Confirmed: inside ε the output stays");
        JsonNode bar = notebook.result("ablate").at("/effects/cells/0");
        assertThat(bar.path("patch").asText()).isEqualTo("a0.0@|");
        assertThat(bar.at("/divergence/mean").asDouble()).isLessThan(0.001);
    }

    /** The share of the inputs inside ε in which the target occurs eight times, of at least 20. */
    private static double shareOfEight(ExecutedNotebook notebook, String id, String what) {
        String text = notebook.printed(id);
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
}
