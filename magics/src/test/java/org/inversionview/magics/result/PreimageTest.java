package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSchedule.Setting;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class PreimageTest {

    private static final String HASH = "0123456789abcdef".repeat(4);

    private static Sample sample(String text, int count, double distance, boolean inside, List<Double> differences) {
        List<String> tokens = text.chars().mapToObj(Character::toString).toList();
        List<Double> distances = new java.util.ArrayList<>(java.util.Collections.nCopies(tokens.size(), 1.0));
        distances.set(1, distance);
        distances.set(tokens.size() - 1, Double.NaN);
        return new Sample(
                text,
                tokens,
                List.of(Source.DECODER),
                count,
                distance,
                1,
                "F1",
                inside,
                inside,
                distances,
                differences);
    }

    private static Preimage preimage(String first) {
        List<Sample> samples = List.of(
                sample(first, 3, 0.02, true, List.of(0.0, 0.5, -0.25, 0.0)),
                sample("B12E", 1, 0.3, false, List.of(0.0, 0.001, 0.0, 0.0)),
                sample("B13E", 1, Double.POSITIVE_INFINITY, false, List.of()));
        Provenance provenance = new Provenance("addition", "addition", true, HASH, HASH, "cpu", Map.of("java", "17"));
        return new Preimage(new EpsilonPreimage(
                provenance,
                "B1<E",
                List.of("B", "1", "<", "E"),
                1,
                "F1",
                "a1.3",
                "blocks.1.attn.hook_result.3",
                1.5,
                SamplingSettings.DEFAULT,
                List.of(
                        new Group(Source.DECODER, Optional.of(new Setting(0.5, 0)), 3, 1, 3),
                        new Group(Source.DECODER, Optional.of(new Setting(2, 0.1)), 2, 2, 0)),
                3,
                1,
                List.of(new Bin(0.02, 3), new Bin(0.3, 1)),
                samples,
                List.of(0, 1),
                0.25));
    }

    private static Document html(Preimage preimage) {
        return Jsoup.parse(String.valueOf(preimage.bundle().data().get(MimeBundle.HTML)));
    }

    @Test
    void offers_every_form() {
        Map<String, Object> data = preimage("B11E").bundle().data();
        assertThat(data.keySet()).containsExactlyInAnyOrder(MimeBundle.TEXT, MimeBundle.HTML, MimeBundle.INVERSIONVIEW);
    }

    @Test
    void the_figure_stands_in_the_page_once_and_its_texts_are_text() {
        Document page = html(preimage("B11E"));
        assertThat(page.select("svg")).hasSize(1);
        assertThat(page.select("svg text").eachText())
                .contains("D, distance from the query activation", "proposals", "ε = 0.1", "inside ε", "outside");
        assertThat(page.select("svg text").eachAttr("style")).allMatch(style -> style.contains("fill:currentColor"));
        assertThat(page.select("img")).isEmpty();
    }

    @Test
    void says_the_honest_figures() {
        Document page = html(preimage("B11E"));
        assertThat(page.text())
                .contains("5 proposals, 3 distinct; 3 proposals (60.0 %) and 1 distinct inputs lie inside ε = 0.1")
                .contains("T = 0.5 3 1 3 100.0 %")
                .contains("T = 2, noise 0.1 2 2 0 0.0 %")
                .contains(
                        "Shown: 1 of 1 distinct inputs inside ε, evenly over their distances; then the 1 closest of 2 outside.");
    }

    @Test
    void draws_the_line_at_epsilon_between_inside_and_near_misses() {
        Document page = html(preimage("B11E"));
        assertThat(page.select("tr.in, tr.across, tr.out").eachAttr("class")).containsExactly("in", "across", "out");
        assertThat(page.select("tr.across").text()).isEqualTo("ε = 0.1 — inside the preimage above, near misses below");
        assertThat(page.select("tr.in td").eachText().get(0)).isEqualTo("0.020");
    }

    @Test
    void marks_the_matched_token_colours_by_probability_difference_and_hints_the_distance() {
        Document page = html(preimage("B11E"));
        var tokens = page.select("tr.in .t");
        assertThat(tokens.eachText()).containsExactly("B", "1", "1", "E");
        assertThat(tokens.select(".m")).hasSize(1);
        assertThat(tokens.get(1).hasClass("m")).isTrue();
        assertThat(tokens.get(1).attr("style")).isEqualTo("background:rgba(0,114,178,0.33)");
        assertThat(tokens.get(2).attr("style")).isEqualTo("background:rgba(213,94,0,0.16)");
        assertThat(tokens.get(0).attr("style")).isEmpty();
        assertThat(tokens.get(1).attr("title")).isEqualTo("1 · D = 0.020 · Δp = +0.50");
        assertThat(tokens.get(3).attr("title")).isEqualTo("3 · Δp = +0.00");
    }

    @Test
    void escapes_whatever_a_token_holds() {
        Document page = html(preimage("<\"&E"));
        assertThat(page.select("tr.in .t").eachText()).containsExactly("<", "\"", "&", "E");
        assertThat(page.select("p .t").eachText()).contains("<");
    }

    @Test
    void is_static_and_takes_its_colours_from_the_page() {
        Document page = html(preimage("B11E"));
        assertThat(page.select("script, link, iframe, object, [onclick]")).isEmpty();
        assertThat(page.select("style").html())
                .contains("color:inherit")
                .doesNotContain("@import", "url(", "background:#", "color:#");
    }

    @Test
    void json_form_follows_its_schema() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.valueToTree(preimage("B11E").bundle().data().get(MimeBundle.INVERSIONVIEW));
        try (InputStream schema = Preimage.class.getResourceAsStream("preimage.schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(json))
                    .isEmpty();
        }
        assertThat(json.at("/samples/distance/0").asDouble()).isEqualTo(0.02);
        assertThat(json.at("/samples/distance/2").isNull()).isTrue();
        assertThat(json.at("/settings/metric").asText()).isEqualTo("euclidean");
        assertThat(json.at("/position_name").asText()).isEqualTo("F1");
    }

    @Test
    void text_form_has_one_line_a_shown_sample() {
        assertThat(preimage("B11E").bundle().text())
                .contains("What leads to nearly the activation of a1.3 at F1 (position 1) of B1<E?")
                .contains("    D          input   matched  count")
                .contains("0.020  ▍       B[1]1E  F1           3")
                .contains("ε = 0.1 — inside the preimage above, near misses below")
                .contains("0.300  ██████  B[1]2E  F1           1  not an input of the task");
    }

    private static Preimage without(Source source) {
        return of(List.of(new Group(source, Optional.empty(), 20_000, 19_000, 3)));
    }

    private static Preimage of(List<Group> groups) {
        EpsilonPreimage d = preimage("B11E").data();
        Provenance provenance = new Provenance("mine", "addition", true, HASH, "", "cpu", Map.of());
        return new Preimage(new EpsilonPreimage(
                provenance,
                d.query(),
                d.queryTokens(),
                d.position(),
                d.positionName(),
                d.site(),
                d.siteFullName(),
                d.queryNorm(),
                d.settings(),
                groups,
                19_000,
                1,
                d.histogram(),
                d.samples(),
                d.shown(),
                d.seconds()));
    }

    @Test
    void draws_from_the_task_estimate_the_preimages_probability() {
        assertThat(html(without(Source.TASK)).text())
                .contains("20,000 draws, 19,000 distinct; 3 draws (0.0 %) and 1 distinct inputs lie inside ε = 0.1")
                .contains(
                        "Drawn from task addition, in no way steered: the preimage has a probability of 0.00015 (95 % interval 0.000051 to 0.000441) under it.")
                .contains("draws from the task 20,000 19,000 3")
                .contains("then the 1 closest of 18,999 outside")
                .doesNotContain("decoder", "schedule");
    }

    @Test
    void an_enumeration_is_the_preimage_itself() {
        assertThat(html(without(Source.EXACT)).text())
                .contains("Every input of task addition was measured: this is the preimage itself.");
    }

    @Test
    void no_share_is_given_of_what_a_search_led_to() {
        Preimage searched = of(List.of(
                new Group(Source.TASK, Optional.empty(), 20_000, 19_000, 3),
                new Group(Source.SEARCH, Optional.empty(), 5_000, 5_000, 124)));
        assertThat(html(searched).text())
                .contains("25,000 inputs, 19,000 distinct; 1 distinct inputs lie inside ε = 0.1")
                .contains("the preimage has a probability of 0.00015 (95 % interval 0.000051 to 0.000441) under it.")
                .contains("A search goes on from the nearest, towards the activation: its inputs are members,"
                        + " but no fair sample of them, and no share of them is given.")
                .contains("a search from the nearest of them 5,000 5,000 124 –")
                .contains("source task,search");
        assertThat(searched.insideShare()).isEqualTo(3 / 20_000.0);
        assertThat(html(without(Source.TASK)).text()).doesNotContain("search");
    }

    @Test
    void windows_of_a_text_say_which() throws IOException {
        Preimage windows = of(List.of(new Group(
                Source.CORPUS, Optional.empty(), Optional.of(new Corpus("letters.txt", HASH, 24)), 20_000, 19_000, 3)));
        assertThat(html(windows).text())
                .contains("20,000 windows, 19,000 distinct; 3 windows (0.0 %) and 1 distinct inputs lie inside ε = 0.1")
                .contains("All of letters.txt was measured, in windows of up to 24 tokens that follow each other.")
                .contains("windows of letters.txt 20,000 19,000 3 0.0 %")
                .contains("source corpus (letters.txt, %s)".formatted(HASH.substring(0, 8)))
                .doesNotContain("probability");
        JsonNode json = new ObjectMapper().valueToTree(windows.bundle().data().get(MimeBundle.INVERSIONVIEW));
        assertFollowsTheSchema(json);
        assertThat(json.at("/groups/0/corpus/sha256").asText()).isEqualTo(HASH);
        assertThat(json.at("/groups/0/corpus/window").asInt()).isEqualTo(24);
    }

    private static void assertFollowsTheSchema(JsonNode json) throws IOException {
        try (InputStream schema = Preimage.class.getResourceAsStream("preimage.schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(json))
                    .isEmpty();
        }
    }

    @Test
    void json_form_without_a_decoder_follows_the_schema() throws IOException {
        JsonNode json = new ObjectMapper()
                .valueToTree(without(Source.TASK).bundle().data().get(MimeBundle.INVERSIONVIEW));
        try (InputStream schema = Preimage.class.getResourceAsStream("preimage.schema.json")) {
            assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(json))
                    .isEmpty();
        }
        assertThat(json.at("/groups/0/source").asText()).isEqualTo("task");
        assertThat(json.at("/distinct_inside").asInt()).isEqualTo(1);
        assertThat(json.at("/histogram/1/up_to").asDouble()).isEqualTo(0.3);
    }

    @Test
    void controls_stand_small_beside_and_are_in_the_schema() throws IOException {
        EpsilonPreimage data = preimage("B11E").data();
        List<Control> controls = List.of(
                new Control(Control.Kind.RANDOM, new Proportion(0, 5), 0, List.of(new Bin(0.9, 5))),
                new Control(Control.Kind.PRIOR, new Proportion(1, 5), 1, List.of(new Bin(0.02, 1))));
        Preimage controlled = new Preimage(data, Optional.empty(), controls);
        assertThat(controlled.bundle().text())
                .containsSubsequence(
                        "Controls: the same search for other activations.",
                        "a random direction, as long                 5         0   0.0 %         0",
                        "the query’s, found without knowing it       5         1  20.0 %         1");
        assertThat(html(controlled).select("svg")).hasSize(3);
        assertThat(preimage("B11E").bundle().text()).doesNotContain("Controls");
        assertFollowsTheSchema(
                new ObjectMapper().valueToTree(controlled.bundle().data().get(MimeBundle.INVERSIONVIEW)));
    }
}
