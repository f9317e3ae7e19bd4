package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the quickstart shows what it tells its reader. */
class QuickstartTest {

    @Test
    void quickstart_finds_what_it_tells_its_reader() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("00-quickstart.ipynb");

        JsonNode preimage = notebook.result("inspect");
        assertThat(preimage.path("site").asText()).isEqualTo("a1.2");
        double epsilon = preimage.at("/settings/epsilon").asDouble();
        JsonNode samples = preimage.path("samples");
        List<String> pairs = IntStream.range(0, samples.path("text").size())
                .filter(i -> samples.path("distance").path(i).asDouble(1) <= epsilon)
                .mapToObj(i -> samples.path("text").path(i).asText())
                .map(text -> "" + text.charAt(1) + text.charAt(5))
                .toList();
        assertThat(pairs).hasSizeGreaterThan(100);
        long others = pairs.stream()
                .filter(pair -> !pair.equals("68") && !pair.equals("86"))
                .count();
        assertThat(others).as("of %s inside", pairs.size()).isLessThanOrEqualTo(pairs.size() / 100);

        JsonNode own = notebook.result("distances").path("inputs");
        assertThat(own).hasSize(5);
        for (int i = 0; i < own.size(); i++) {
            assertThat(own.get(i).path("inside").asBoolean())
                    .as(own.get(i).path("text").asText())
                    .isEqualTo(i < 3);
        }

        String carries = notebook.printed("carries");
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
}
