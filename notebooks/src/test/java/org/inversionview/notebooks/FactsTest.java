package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** That what the heads know of countries is what the notebook says. */
class FactsTest {

    @Test
    void facts_are_recalled_as_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("05-facts.ipynb");

        assertThat(notebook.shown("follows")).contains("Asia 1.00");
        assertThat(notebook.share("verify", "a1.4@END")).isBetween(0.25, 0.4);
        double whole = total(notebook, 31);
        assertThat(total(notebook, 15) / whole).isGreaterThan(0.95); // layers 0 and 1, before any of 2 and 3

        assertThat(notebook.reading("read-head")).contains("continent of S: Asia");
        assertThat(notebook.reading("read-other")).contains("weekday of S: Sunday");
        assertThat(rate(notebook, "rates", "a1.4", "continent of S")).isGreaterThan(0.85);
        assertThat(rate(notebook, "rates", "a1.4", "region of S")).isBetween(0.45, 0.6);
        assertThat(rate(notebook, "rates", "a0.5", "region of S")).isBetween(0.4, 0.5);
        assertThat(rate(notebook, "rates", "a1.0", "language of S")).isBetween(0.35, 0.5);

        assertThat(notebook.share("moves-continent", "a1.4@END")).isGreaterThan(0.55);
        assertThat(notebook.share("moves-continent", "a1.0@END")).isBetween(-1e-3, 1e-3);
        assertThat(notebook.share("moves-continent", "a1.3@END")).isBetween(-1e-3, 1e-3);
        assertThat(notebook.share("moves-offset", "a1.0@END")).isBetween(-1e-3, 1e-3);
        assertThat(notebook.share("moves-currency", "a1.0@END")).isBetween(0.3, 0.37);
        assertThat(notebook.share("moves-language", "a1.3@END")).isBetween(0.12, 0.2);

        JsonNode atSubject = notebook.result("verify-subject").path("effects");
        assertThat(atSubject.at("/forward/31/total/mean").asDouble() / whole).isBetween(0.5, 0.6);
        assertThat(notebook.share("verify-subject", "a0.4@S") + notebook.share("verify-subject", "a0.3@S"))
                .isGreaterThan(0.6);
        assertThat(notebook.reading("read-subject")).contains("continent of S: Asia");
        assertThat(rate(notebook, "rates-subject", "x0.pre", "region of S")).isBetween(0.75, 0.88);
        assertThat(rate(notebook, "rates-subject", "x0.pre", "subject")).isBetween(0.5, 0.6);
        assertThat(rate(notebook, "rates-end", "x1.post", "answer")).isBetween(0.7, 0.8);
        assertThat(rate(notebook, "rates-end", "x3.post", "answer")).isGreaterThan(0.99);

        JsonNode check = notebook.result("check").path("check");
        assertThat(check.at("/inside/divergence/mean").asDouble()).isLessThan(0.01);
        assertThat(check.at("/random/divergence/mean").asDouble()).isGreaterThan(1);
        assertThat(notebook.result("study").path("verdict").asText()).isEqualTo("DECIDED");
        assertThat(notebook.shown("study")).contains("a1.4 at END holds continent of S");
    }

    /** By how much the logit difference falls with the first heads, up to one, patched. */
    private static double total(ExecutedNotebook notebook, int head) {
        return notebook.result("verify")
                .at("/effects/forward/%s/total/mean".formatted(head))
                .asDouble();
    }

    private static double rate(ExecutedNotebook notebook, String id, String site, String feature) {
        return stream(notebook.result(id).path("cells"))
                .filter(cell -> cell.path("site").asText().equals(site))
                .flatMap(cell -> stream(cell.path("features")))
                .filter(found -> found.path("feature").asText().equals(feature))
                .findFirst()
                .orElseThrow()
                .at("/rate/value")
                .asDouble();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
