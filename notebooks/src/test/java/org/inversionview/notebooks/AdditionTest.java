package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the addition model’s heads hold and do what the notebook says. */
class AdditionTest {

    @Test
    void addition_heads_hold_and_do_what_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("01-addition.ipynb");

        assertEffects(notebook);
        assertReadings(notebook);
        assertDecisions(notebook);
    }

    private static void assertEffects(ExecutedNotebook notebook) {
        assertThat(notebook.share("verify-first", "a1.2@=")).isBetween(0.4, 0.7); // the largest of three
        assertThat(notebook.share("verify-carry", "a1.1@=")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-second", "a1.2@A1")).isGreaterThan(0.85);
        assertThat(notebook.share("verify-second-carry", "a1.1@A1")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-third", "a1.2@A2")).isGreaterThan(0.85);
        assertThat(notebook.share("verify-third-carry", "a1.1@A2")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-fourth", "a1.2@A3")).isGreaterThan(0.8);
        assertThat(notebook.share("verify-short", "a1.2@A1")).isGreaterThan(0.85);
    }

    private static void assertReadings(ExecutedNotebook notebook) {
        assertThat(notebook.reading("read-first")).containsExactly("F1,S1 in either order: 6 and 8");
        assertThat(notebook.reading("exact-first")).containsExactly("F1,S1 in either order: 6 and 8");
        for (String share : List.of("/description/precision", "/description/recall")) {
            JsonNode exact = notebook.result("exact-first").at(share);
            assertThat(exact.path("hits").asInt()).as(share).isEqualTo(19_999); // of 2 × 10,000 all but the query
            assertThat(exact.path("trials").asInt()).as(share).isEqualTo(19_999);
        }
        assertThat(notebook.reading("read-carry")).containsExactly("carry of F2+S2: 1");
        for (String apart : List.of("compare-carry", "compare-columns")) {
            assertThat(notebook.result(apart).at("/overlaps/0/both/hits").asInt(1))
                    .as(apart)
                    .isZero();
        }
        assertThat(notebook.shown("check-first")).contains("Confirmed: inside ε the output stays");
        ClaimsTable.assertIsWhatCellsShow(notebook, "text-44", 11);
    }

    private static void assertDecisions(ExecutedNotebook notebook) {
        assertThat(notebook.verdicts("study-first"))
                .containsEntry("a0.1", "decided")
                .containsEntry("a0.3", "not consistent")
                .containsEntry("a1.2", "decided");
        assertThat(notebook.shown("study-carry")).contains("Decided: a1.1 at = holds carry of F2+S2");
        assertThat(notebook.verdicts("study-second"))
                .containsEntry("a1.0", "nothing shared")
                .containsEntry("a1.1", "decided")
                .containsEntry("a1.2", "decided");
        assertThat(notebook.verdicts("study-third")).containsOnly(entry("a1.1", "decided"), entry("a1.2", "decided"));
        assertThat(notebook.shown("study-fourth")).contains("Decided: a1.2 at A3 holds F3,S3 in either order");
        assertThat(notebook.verdicts("study-short"))
                .containsEntry("a1.1", "sharing moves")
                .containsEntry("a1.2", "decided");
    }
}
