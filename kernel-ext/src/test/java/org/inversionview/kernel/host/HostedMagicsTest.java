package org.inversionview.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.inversionview.kernel.FrontEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The magics in other kernels, message by message: the same in all of them. */
@Timeout(120)
abstract class HostedMagicsTest {

    private FrontEnd frontEnd;

    /** Starts a front end on a kernel with {@code %echo} and {@code %echo-html} in it. */
    abstract FrontEnd start() throws Exception;

    /** Returns Java that shows the value of an expression, as the kernel's users write it. */
    abstract String display(String expression);

    @BeforeEach
    void connect() throws Exception {
        frontEnd = start();
    }

    @AfterEach
    void shutDown() throws Exception {
        frontEnd.close();
    }

    /** Returns what a cell that must succeed publishes between its input and its end. */
    private List<JsonNode> outputs(String code) throws Exception {
        JsonNode reply = frontEnd.execute(code);
        assertThat(reply.path("status").asText()).as("%s: %s", code, reply).isEqualTo("ok");
        List<JsonNode> published = frontEnd.published();
        return published.subList(2, published.size() - 1);
    }

    private List<String> texts(String code) throws Exception {
        return outputs(code).stream().map(HostedMagicsTest::text).toList();
    }

    private static String text(JsonNode message) {
        return message.path("type").asText() + " "
                + message.path("content")
                        .path("data")
                        .path("text/plain")
                        .asText()
                        .replaceAll("[\\x02\\x03]", ""); // the marks of a Java value
    }

    @Test
    void a_bare_magic_shows_its_result() throws Exception {
        List<JsonNode> outputs = outputs("%echo-html a b");

        assertThat(outputs).extracting(HostedMagicsTest::text).containsExactly("display_data echo a b");
        assertThat(outputs.get(0).path("content").path("data").path("text/html").asText())
                .isEqualTo("<b>a b</b>");
    }

    @Test
    void an_assigned_magic_shows_nothing_and_has_its_type() throws Exception {
        assertThat(texts("org.inversionview.kernel.cell.EchoMagics.Echo e = %echo a b"))
                .isEmpty();
        assertThat(texts(display("e"))).containsExactly("display_data echo a b");
    }

    @Test
    void a_magic_in_a_loop_shows_every_time() throws Exception {
        assertThat(texts("for (int i = 0; i < 2; i++) {\n  %echo again\n}"))
                .containsExactly("display_data echo again", "display_data echo again");
        assertThat(texts("Runnable r = () -> {\n  %echo from a lambda\n};\nr.run();"))
                .containsExactly("display_data echo from a lambda");
    }

    @Test
    void quotes_comments_and_semicolons_arrive_as_in_every_kernel() throws Exception {
        assertThat(texts("%echo prompt=\"The cat\" n=1")).containsExactly("display_data echo \"prompt=The cat\" n=1");
    }

    @Test
    void braces_hold_the_notebooks_own_variables() throws Exception {
        outputs("int h = 1;");
        outputs("String text = \"two  words\";");
        assertThat(texts("%echo head={h} {text} {{h}}")).containsExactly("display_data echo head=1 two  words {h}");
        outputs("h = 2;");
        assertThat(texts("%echo head={h}")).containsExactly("display_data echo head=2");
        outputs("String h = \"three\";");
        outputs("int declaredLater = 4;");
        assertThat(texts("%echo head={h} {declaredLater}")).containsExactly("display_data echo head=three 4");
    }

    @Test
    void braces_with_anything_else_say_what_this_kernel_shows() throws Exception {
        outputs("int h = 1;");
        assertThat(frontEnd.execute("%echo head={h + 1}").path("evalue").asText())
                .endsWith(
                        "{h + 1} is no variable of this notebook, and this kernel shows a magic nothing else of Java: "
                                + "write var x = h + 1; in a cell before, then {x}; for a brace {{");
        assertThat(frontEnd.execute("for (int h = 0; h < 2; h++) {\n  %echo head={h}\n}")
                        .path("evalue")
                        .asText())
                .contains("{h} within a loop, a lambda or a method");
    }

    @Test
    void progress_is_shown_in_place() throws Exception {
        List<JsonNode> outputs = outputs("%echo slowly");

        assertThat(outputs)
                .extracting(HostedMagicsTest::text)
                .containsExactly(
                        "display_data echo a third",
                        "update_display_data echo two thirds",
                        "update_display_data echo slowly");
        assertThat(outputs)
                .extracting(output -> output.path("content")
                        .path("transient")
                        .path("display_id")
                        .asText())
                .doesNotContain("")
                .containsOnly(outputs.get(0)
                        .path("content")
                        .path("transient")
                        .path("display_id")
                        .asText());
    }

    @Test
    void a_mistake_is_one_line_and_fails_the_cell() throws Exception {
        assertThat(frontEnd.execute("%echo refuse").path("status").asText()).isEqualTo("error");
        JsonNode error = frontEnd.published().get(2).path("content");
        assertThat(error.path("evalue").asText()).endsWith("no head 12 in block 9: this model has heads 0 to 11");
        assertThat(error.toString()).doesNotContain("org.inversionview.kernel.host.HostedMagics");
    }

    @Test
    void an_interrupt_ends_the_work_and_leaves_the_kernel_usable() throws Exception {
        frontEnd.begin("%echo forever");
        while (!frontEnd.next().path("type").asText().equals("update_display_data")) {}
        frontEnd.interrupt();

        assertThat(frontEnd.reply().path("status").asText()).isEqualTo("error");
        frontEnd.forgetPublished();
        assertThat(texts("%echo again")).containsExactly("display_data echo again");
    }

    @Test
    void help_is_asked_for_with_a_question_mark() throws Exception {
        assertThat(texts("%echo?")).containsExactly("display_data echo ?");
    }

    @Test
    void tables_and_charts_that_users_make_are_shown() throws Exception {
        String table = "tech.tablesaw.api.Table.create(\"t\", tech.tablesaw.api.IntColumn.create(\"n\", 1, 2))";
        JsonNode shown = outputs(display(table)).get(0).path("content").path("data");
        assertThat(shown.path("text/html").asText()).contains("<td", ">2<");

        String chart = "new org.knowm.xchart.XYChartBuilder().title(\"c\").build()";
        String points = "var c = " + chart + ";\nc.addSeries(\"s\", new double[] {1, 2}, new double[] {3, 4});\n";
        shown = outputs(points + display("c")).get(0).path("content").path("data");
        assertThat(shown.path("image/svg+xml").asText()).startsWith("<svg");
        assertThat(shown.path("image/png").asText()).startsWith("iVBOR");
        assertThat(shown.path("text/plain").asText()).isEqualTo("chart c");
    }

    @Test
    void types_need_no_import() throws Exception {
        assertThat(texts("Preimage none = null;\nTable t = Table.create(\"t\");"))
                .isEmpty();
    }

    @Test
    void completion_knows_the_imported_types() throws Exception {
        JsonNode reply = frontEnd.ask("complete_request", Map.of("code", "Preimage.cl", "cursor_pos", 11));
        assertThat(reply.path("matches")).extracting(JsonNode::asText).contains("class");

        String code = "var t = Table.crea";
        reply = frontEnd.ask("complete_request", Map.of("code", code, "cursor_pos", code.length()));
        assertThat(reply.path("matches")).extracting(JsonNode::asText).contains("create(");
        assertThat(reply.path("cursor_start").asInt()).isEqualTo(code.indexOf("crea"));
    }

    @Test
    void what_an_interrupted_magic_has_done_is_shown_by_the_next_cell() throws Exception {
        outputs("%model addition");
        frontEnd.begin("%verify patch=heads@= answer=A1 change=F1,S1 n=6000");
        while (!frontEnd.next().toString().matches("(?s).*Patching: [2-9]\\d % done.*")) {}
        frontEnd.interrupt();
        frontEnd.reply();
        frontEnd.forgetPublished();

        assertThat(texts("%last").get(0)).containsPattern("Interrupted after [\\d,]+ of 6,000 inputs");
    }

    @Test
    void all_magics_are_there() throws Exception {
        assertThat(texts("%models").get(0)).contains("addition");
        assertThat(texts("%inspect?").get(0)).contains("%inspect");
        assertThat(frontEnd.execute("%query 1+1=").path("evalue").asText())
                .contains("no model is loaded: write %model addition first");
    }
}
