package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.View;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tasks.TaskRegistry;
import org.inversionview.models.tasks.ThreeDigitAddition;
import org.inversionview.models.tokens.Vocabulary;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "addition ; 615+861= ; layer=1 head=2 pos=A1 source=task",
                "addition ; 615+861= ; layer=1 head=2 pos=A1 source=task eps=1000",
                "addition ; 615+861= ; layer=1 head=2 pos=A1 source=decoder,task",
                "counting ; vvzccvczvvvzvcvc|v: ; site=a0.0 pos=target source=task draws=5000",
                "ioi ; When Mary and John went to the store, John gave a drink to ; site=m0 pos=S2 source=task draws=5000"
            })
    void an_inspection_of_thousands_of_draws_takes_no_more(String model, String query, String question)
            throws JsonProcessingException {
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            magics.run("model", model + " device=cpu");
            magics.run("query", query);
            assertThat(bytes(magics.run("inspect", question))).isLessThan(120_000);
        }
    }

    @Test
    void an_exact_preimage_takes_no_more(@TempDir Path folder) throws IOException {
        ModelCard card = Zoo.card("addition");
        Zoo.copy(folder, "addition", card.probed().file());
        new ModelCard("some", "some-sums", card.description(), card.probed(), null).write(folder);
        TaskRegistry tasks = new TaskRegistry();
        tasks.register(new SomeSums(new ThreeDigitAddition()));
        try (Session session = new Session(tasks)) {
            Magics magics = new Magics(session);
            magics.run("model", folder + " device=cpu");
            for (String epsilon : List.of("0.1", "1000")) {
                View preimage = magics.run("inspect", "site=a1.2 pos=9 input=615+861 source=exact eps=" + epsilon);
                assertThat(((Preimage) preimage).proposals()).isEqualTo(9000);
                assertThat(bytes(preimage)).isLessThan(120_000);
            }
        }
    }

    /** The additions whose first number is from 610 to 619. */
    private record SomeSums(ThreeDigitAddition all) implements Task {

        @Override
        public String name() {
            return "some-sums";
        }

        @Override
        public Vocabulary vocabulary() {
            return all.vocabulary();
        }

        @Override
        public int maxLength() {
            return all.maxLength();
        }

        @Override
        public Optional<Stream<int[]>> inputs() {
            return Optional.of(IntStream.range(610, 620)
                    .boxed()
                    .flatMap(first -> IntStream.range(100, 1000).mapToObj(second -> parse(first + "+" + second))));
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return parse(random.nextInt(610, 620) + "+" + random.nextInt(100, 1000));
        }

        @Override
        public int[] parse(String text) {
            return all.parse(text);
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
