package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Reading;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.tasks.TaskRegistry;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code %explain llm=…} on the shipped addition model, with an endpoint on a local port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LanguageModelMagicsTest {

    private static final String KEY = "sk-this-is-secret";
    private static final String QUESTION = "site=a1.2 pos== match== draws=4000 ";

    private final List<String> bodies = new ArrayList<>();
    private HttpServer server;
    private Session session;
    private Magics magics;
    private String content = "";

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
        session = session(Map.of("OPENAI_BASE_URL", "http://" + host() + "/v1", "OPENAI_MODEL", "tiny"));
        magics = new Magics(session);
        magics.run("model", "addition device=cpu");
        magics.run("query", "615+861=");
    }

    private static Session session(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("OPENAI_API_KEY", KEY);
        return new Session(new TaskRegistry(), System::nanoTime, all);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, 0);
            new ObjectMapper()
                    .writeValue(
                            exchange.getResponseBody(),
                            Map.of(
                                    "model",
                                    "tiny-2",
                                    "choices",
                                    List.of(Map.of("message", Map.of("content", content)))));
        }
    }

    @AfterAll
    void stop() {
        session.close();
        server.stop(0);
    }

    @BeforeEach
    void nothingWasSent() {
        bodies.clear();
    }

    private Reading explain(String arguments) {
        return (Reading) magics.run("explain", QUESTION + arguments);
    }

    @Test
    void nothing_is_sent_unless_it_is_asked_for() {
        assertThat(explain("").machine()).isEmpty();
        assertThat(bodies).isEmpty();
    }

    @Test
    void the_prompt_can_be_seen_before_it_is_sent() throws IOException {
        Reading shown = explain("llm=prompt");
        String prompt = shown.machine().orElseThrow().prompt().text();
        assertThat(bodies).isEmpty();
        assertThat(shown.toString()).contains("What llm=true would send\n" + prompt.stripTrailing());
        explain("llm=true");
        JsonNode sent = new ObjectMapper().readTree(bodies.get(0));
        assertThat(sent.at("/messages/0/content").asText()).isEqualTo(prompt);
        assertThat(sent.at("/model").asText()).isEqualTo("tiny");
    }

    @Test
    void a_guess_is_marked_as_one_and_tested() {
        content = """
                {"words": "The first digits.", "claims": [{"feature": "F1,S1 in either order", "value": "6 and 8"},
                 {"feature": "F1", "value": "7"}, {"feature": "F2", "value": "1"}, {"feature": "mood", "value": "good"}]}""";
        assertThat(explain("llm=true llm-model=other").toString())
                .contains("A machine’s guess: tiny-2 at " + host()
                        + "\nIn its words, which nothing tests: “The first digits.”")
                .containsPattern(
                        "It claims F1,S1 in either order: 6 and 8 – supported: (\\d+) of \\1 inside, .* of all inputs \\(p < 0.001\\).")
                .containsPattern("It claims F1: 7 – wrong of the query itself, which has 6; 0 of \\d+ inside")
                .containsPattern("It claims F2: 1 – not supported: ")
                .contains("What the tests support of it, together: F1,S1 in either order: 6 and 8. ")
                .contains("Not tested, as there is no such feature: mood: good.")
                .containsPattern("p corrected for their number \\(3\\). Prompt SHA-256 [0-9a-f]{12}…");
        assertThat(bodies.get(0)).contains("\"other\"");
    }

    @Test
    void what_a_machine_writes_is_text_and_no_more() {
        content =
                "{\"words\": \"<script>alert(1)</script>\\u001b[31m\", \"claims\": [{\"feature\": \"<img src=x>\", \"value\": \"1\"}]}";
        Reading read = explain("llm=true");
        String html = String.valueOf(read.bundle().data().get(MimeBundle.HTML));
        assertThat(Jsoup.parse(html).select("script, img")).isEmpty();
        assertThat(Jsoup.parse(html).text()).contains("“<script>alert(1)</script>␛[31m”", "<img src=x>: 1");
        assertThat(read.toString()).doesNotContain("\u001b");
        content = "I’d rather not say.";
        assertThat(explain("llm=true").toString()).contains("“I’d rather not say.”", "nothing of it can be tested");
    }

    @Test
    void the_numbers_say_who_was_asked_what_and_never_with_which_key() throws IOException {
        content = "{\"words\": \"x\", \"claims\": [{\"feature\": \"F1\", \"value\": \"6\"}]}";
        Reading read = explain("llm=true");
        JsonNode json = new ObjectMapper().valueToTree(read.bundle().data().get(MimeBundle.INVERSIONVIEW));
        assertThat(json.at("/schema").asText()).isEqualTo("inversionview/reading/1");
        assertThat(json.at("/site").asText()).isEqualTo("a1.2");
        assertThat(json.at("/machine/prompt_sha256").asText())
                .isEqualTo(read.machine().orElseThrow().prompt().sha256());
        assertThat(json.at("/machine/guess/host").asText()).isEqualTo(host());
        assertThat(json.at("/machine/guess/model").asText()).isEqualTo("tiny-2");
        assertThat(json.at("/machine/guess/claims/0/statement/feature").asText())
                .isEqualTo("F1");
        assertThat(read.bundle().data().toString()).doesNotContain(KEY);
        assertThat(String.valueOf(read)).doesNotContain(KEY);
    }

    @Test
    void mistakes_get_one_line() {
        assertThatThrownBy(() -> explain("llm=yes"))
                .isInstanceOf(MagicException.class)
                .hasMessage("llm=yes: write false, prompt or true");
        try (Session without = session(Map.of());
                Session unnamed = session(Map.of("OPENAI_BASE_URL", "http://" + host()))) {
            new Magics(without).run("model", "addition device=cpu");
            assertThatThrownBy(() -> new Magics(without).run("explain", "site=a1.2 pos=A1 input=615+861= llm=true"))
                    .isInstanceOf(MagicException.class)
                    .hasMessageStartingWith("OPENAI_BASE_URL is not set: ");
            new Magics(unnamed).run("model", "addition device=cpu");
            assertThatThrownBy(() -> new Magics(unnamed).run("explain", "site=a1.2 pos=A1 input=615+861= llm=true"))
                    .isInstanceOf(MagicException.class)
                    .hasMessage(
                            "language model: a name has 1 to 200 characters; set OPENAI_MODEL to one that the endpoint knows (or name it here: llm-model=NAME)");
        }
    }
}
