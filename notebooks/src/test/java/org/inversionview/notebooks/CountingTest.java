package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
        assertThat(notebook.reading("read-target")).containsExactly("count of the target: 8");
        for (JsonNode read : notebook.result("read-colon").path("results")) {
            assertThat(read.path("in short").asText()).isEqualTo("count of the target: 8");
        }
        ClaimsTable.assertIsWhatCellsShow(notebook, "text-25", 3);
        assertThat(notebook.shown("study-target"))
                .contains("Decided: a0.0 at target holds count of the target, and the model uses it for answer.");
        assertThat(notebook.verdicts("study-colon")).containsOnly(entry("a1.0", "decided"), entry("m1", "decided"));
        assertThat(notebook.shown("study-bar")).contains("Not decided");

        assertThat(notebook.shown("check-target")).contains("Confirmed: inside ε the output stays");
        JsonNode bar = notebook.result("ablate").at("/effects/cells/0");
        assertThat(bar.path("patch").asText()).isEqualTo("a0.0@|");
        assertThat(bar.at("/divergence/mean").asDouble()).isLessThan(0.001);
    }
}
