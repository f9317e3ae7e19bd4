package org.inversionview.models.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.inversionview.models.InvalidRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiEndpointTest {

    private static final String KEY = "sk-this-is-secret";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private StubEndpoint stub;

    @BeforeEach
    void start() throws IOException {
        stub = new StubEndpoint();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private OpenAiEndpoint endpoint() throws IOException {
        return new OpenAiEndpoint(stub.settings(KEY), Optional.of("tiny"), PATIENCE);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failure() throws IOException {
        OpenAiEndpoint endpoint = endpoint();
        return assertThatThrownBy(() -> endpoint.ask("why?"))
                .isInstanceOf(IOException.class)
                .satisfies(OpenAiEndpointTest::isOneLineWithoutTheKey);
    }

    private static void isOneLineWithoutTheKey(Throwable failure) {
        StringWriter all = new StringWriter();
        failure.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain(KEY);
        assertThat(failure.getMessage()).doesNotContain("\n").doesNotContain("null");
    }

    @Test
    void asks_one_question_and_returns_the_answer() throws IOException {
        stub.answer = """
                {"id": "1", "model": "tiny-2026", "choices": [{"index": 0, "message": {"role": "assistant", "content": "So it is."}}]}""";
        assertThat(endpoint().ask("why \"?\"\nü"))
                .isEqualTo(new LanguageModel.Answer("So it is.", "tiny-2026", stub.host()));
        assertThat(stub.requests).containsExactly("POST /v1/chat/completions Bearer " + KEY);
        assertThat(stub.body.replaceAll("\\s+", " "))
                .isEqualTo(
                        "{ \"model\" : \"tiny\", \"messages\" : [ { \"role\" : \"user\", \"content\" : \"why \\\"?\\\"\\nü\" } ] } ");
    }

    @Test
    void an_endpoint_that_asks_for_no_key_gets_none() throws IOException {
        stub.answer = "{\"choices\": [{\"message\": {\"content\": \"yes\"}}]}";
        OpenAiSettings settings = new OpenAiSettings(
                Map.of("OPENAI_BASE_URL", "http://" + stub.host(), "OPENAI_MODEL", "own", "OPENAI_API_KEY", " "));
        assertThat(new OpenAiEndpoint(settings, Optional.empty()).ask("?").model())
                .isEqualTo("own");
        assertThat(stub.requests).containsExactly("POST /chat/completions null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | refuses the key in OPENAI_API_KEY, or its use of model tiny (HTTP 401)",
                "404 | has no model tiny, or no chat/completions below OPENAI_BASE_URL, which mostly ends in /v1 (HTTP 404)",
                "400 | does not take the question: model tiny may be unknown, or the prompt too long for it (HTTP 400)",
                "429 | asks for fewer requests, or your account is empty: try again later (HTTP 429)",
                "500 | fails: try again later (HTTP 500)"
            })
    void a_refusal_is_said_in_one_line(int status, String line) throws IOException {
        stub.status = status;
        stub.answer = "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}";
        failure().hasMessage(stub.host() + " " + line);
        assertThat(stub.requests).as("no second try").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void the_key_is_never_carried_elsewhere(int status) throws IOException {
        try (StubEndpoint other = new StubEndpoint()) {
            stub.status = status;
            stub.elsewhere = Optional.of("http://" + other.host() + "/v1/chat/completions");
            failure()
                    .hasMessage(
                            "%s leads elsewhere, and a key goes to no other host: set OPENAI_BASE_URL to where it leads (HTTP %s)",
                            stub.host(), status);
            assertThat(other.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>Welcome</html> | is not JSON (line 1, column 1)",
                "[] | is a list: it must be an object",
                "{} | holds no text",
                "{\"choices\": []} | holds no text",
                "{\"choices\": [null]} | holds no text",
                "{\"choices\": [{\"message\": {\"content\": null}}]} | holds no text",
                "{\"choices\": [{\"message\": {\"content\": 1}}]} | : choices.0.message.content is 1: it must be a text",
            })
    void what_is_no_answer_is_said_in_one_line(String answer, String problem) throws IOException {
        stub.answer = answer;
        String about = "the answer of " + stub.host() + (problem.startsWith(":") ? "" : " ");
        failure().hasMessage(about + problem + "; is OPENAI_BASE_URL an OpenAI-compatible endpoint?");
    }

    @Test
    void an_answer_without_an_end_is_ended() throws IOException {
        stub.endless = true;
        stub.answer = "[".repeat(1 << 16);
        failure()
                .hasMessage(
                        stub.host()
                                + ": the answer is longer than 1,000,000 bytes; is OPENAI_BASE_URL an OpenAI-compatible endpoint?");
    }

    @Test
    void an_answer_that_does_not_come_is_given_up() throws IOException {
        stub.silent = true;
        failure().hasMessage(stub.host() + " has not answered after 2 s: try again, or another model");
    }

    @Test
    void nobody_at_home_is_said_in_one_line() throws IOException {
        OpenAiEndpoint endpoint = endpoint();
        String host = stub.host();
        stub.close();
        assertThatThrownBy(() -> endpoint.ask("why?"))
                .isInstanceOf(IOException.class)
                .satisfies(OpenAiEndpointTest::isOneLineWithoutTheKey)
                .hasMessage("asking %s (OPENAI_BASE_URL) failed (ConnectException)", host);
    }

    @Test
    void an_interrupt_ends_the_wait_at_once() throws Exception {
        stub.silent = true;
        OpenAiEndpoint endpoint = new OpenAiEndpoint(stub.settings(KEY), Optional.of("tiny"));
        Thread asking = Thread.currentThread();
        Thread other = new Thread(() -> {
            while (stub.requests.isEmpty()) {
                Thread.onSpinWait();
            }
            asking.interrupt();
        });
        other.start();
        long start = System.nanoTime();
        assertThatThrownBy(() -> endpoint.ask("why?")).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        other.join();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | sk | OPENAI_BASE_URL is not set: it says which OpenAI-compatible endpoint is asked, such as https://api.openai.com/v1 or http://localhost:11434/v1; set it before Jupyter starts",
                "ftp://x | sk | OPENAI_BASE_URL=ftp://x: it must be an address such as https://api.openai.com/v1",
                "https://me:secret@x | sk | OPENAI_BASE_URL must be an address without a user's name or password; OPENAI_API_KEY says who you are",
                "https://x/v1?key=secret | sk | OPENAI_BASE_URL must be an address such as https://api.openai.com/v1, without ? or #",
                "https://x | 'secret\nX-Other: 1' | OPENAI_API_KEY holds no key: in one there is no line break, space or other sign than plain letters; set it again before Jupyter starts",
            })
    void settings_that_cannot_be_meant_are_refused_before_anything_is_sent(String address, String key, String line) {
        OpenAiSettings settings = new OpenAiSettings(Map.of("OPENAI_BASE_URL", address, "OPENAI_API_KEY", key));
        assertThatThrownBy(() -> new OpenAiEndpoint(settings, Optional.of("tiny")))
                .isInstanceOf(IOException.class)
                .hasMessage(line);
        assertThat(settings.toString()).isEqualTo("settings of an endpoint");
    }

    @Test
    void a_model_must_be_named() {
        assertThatThrownBy(() -> new OpenAiEndpoint(stub.settings(KEY), Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "language model: a name has 1 to 200 characters; set OPENAI_MODEL to one that the endpoint knows");
    }
}
