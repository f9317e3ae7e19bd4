package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.Provenance;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;
import org.junit.jupiter.api.Test;

/** That outputs stay small, and readable where a reader's page takes their style away. */
class OutputSizeTest {

    private static int bytes(View view) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(view.bundle().data()).getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void an_inspection_of_1024_proposals_takes_at_most_120_kilobytes() throws JsonProcessingException {
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            magics.run("model", "addition device=cpu");
            magics.run("query", "615+861=");
            View preimage = magics.run("inspect", "layer=1 head=2 pos=A1");
            assertThat(bytes(preimage)).isLessThan(120_000);

            Safelist plain = Safelist.relaxed().addTags("mark"); // as where a notebook is shown without style
            Document page = Jsoup.parse(
                    Jsoup.clean(String.valueOf(preimage.bundle().data().get(MimeBundle.HTML)), plain));
            assertThat(page.select("[style], [class], svg, style")).isEmpty();
            assertThat(page.select("mark")).hasSize(21); // the query's, and one a sample
            assertThat(page.select("td b, td i")).isNotEmpty();
            assertThat(page.select("td").eachText()).anyMatch(text -> text.matches("[█▉▊▋▌▍▎▏]+▶?"));
        }
    }

    private static Attention attention(int tokens) {
        List<String> texts =
                IntStream.range(0, tokens).mapToObj(i -> " word" + i).toList();
        return new Attention(
                String.join("", texts),
                texts,
                IntStream.range(0, tokens).mapToObj(String::valueOf).toList(),
                "a1.2",
                tokens - 1,
                Collections.nCopies(tokens, Collections.nCopies(tokens, 1.0 / tokens)),
                new Provenance("m", "t", true, "", "", "cpu", Map.of()));
    }

    @Test
    void an_attention_pattern_grows_with_the_tokens_not_with_their_square() throws JsonProcessingException {
        assertThat(bytes(attention(800))).isLessThan(3 * bytes(attention(400)));
        assertThat(bytes(attention(400))).isLessThan(120_000);
        assertThat(attention(400).toString())
                .contains("The whole pattern is shown of inputs of up to 40 tokens, and this one has 400");
        assertThat(attention(400).chart().getHeatMapSeries().getHeatData()).hasSize(400 * 400);
        assertThat(String.valueOf(attention(40).bundle().data().get(MimeBundle.HTML)))
                .contains("<svg");
    }
}
