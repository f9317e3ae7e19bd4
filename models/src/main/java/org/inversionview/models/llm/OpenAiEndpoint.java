package org.inversionview.models.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.http.BoundedBody;
import org.inversionview.models.http.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A language model behind an OpenAI-compatible endpoint, as OpenAI, vLLM, Ollama and llama.cpp have it: one question,
 * one answer.
 *
 * <p>No redirect is followed, so that the key goes to the host it was set for. What a server says of a failure is not
 * repeated, as it may repeat the key.
 */
public final class OpenAiEndpoint implements LanguageModel {

    private static final int MOST_BYTES = 1_000_000;
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofMinutes(5); // those that think first take minutes
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final String IS_IT_ONE = "is OPENAI_BASE_URL an OpenAI-compatible endpoint?";

    private final HttpClient http;
    private final URI address;
    private final Optional<String> key;
    private final String model;
    private final Duration patience;

    /**
     * Prepares questions; nothing is sent.
     *
     * @param model that is asked; without a name, the environment's
     * @throws IOException if an address is missing or wrong, or the key is none
     * @throws org.inversionview.models.InvalidRequestException if no model is named
     */
    public OpenAiEndpoint(OpenAiSettings settings, Optional<String> model) throws IOException {
        this(settings, model, TO_ANSWER);
    }

    /** As above, with the time that a whole answer may take. */
    OpenAiEndpoint(OpenAiSettings settings, Optional<String> model, Duration patience) throws IOException {
        this.address = settings.address();
        this.key = settings.key();
        this.model = settings.model(model);
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // servers that know no other lose a body when asked to change
                .connectTimeout(TO_CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** A question. */
    private record Question(String model, List<Message> messages) {}

    /** A part of a conversation. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Message(@Nullable String role, @Nullable String content) {}

    /** What comes back. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Completion(
            @Nullable String model, @Nullable List<@Nullable Choice> choices) {

        Optional<String> text() {
            return Optional.ofNullable(choices).stream()
                    .flatMap(List::stream)
                    .limit(1)
                    .flatMap(choice -> Optional.ofNullable(choice).map(Choice::message).stream())
                    .flatMap(message -> Optional.ofNullable(message.content()).stream())
                    .findFirst();
        }
    }

    /** One of several answers. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Choice(@Nullable Message message) {}

    @Override
    public Answer ask(String prompt) throws IOException {
        Completion completion = StrictJson.parse(
                sent(new Question(model, List.of(new Message("user", prompt)))),
                "the answer of " + host(),
                Completion.class,
                IS_IT_ONE);
        String text = completion
                .text()
                .orElseThrow(() -> new IOException("the answer of %s holds no text; %s".formatted(host(), IS_IT_ONE)));
        return new Answer(
                text, OneLine.brief(Optional.ofNullable(completion.model()).orElse(model)), host());
    }

    private byte[] sent(Question question) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/chat/completions"))
                .header("User-Agent", "inversionview")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(StrictJson.write(question)));
        key.ifPresent(it -> request.header("Authorization", "Bearer " + it));
        try {
            HttpResponse<byte[]> response = new Exchange<>(
                            http.sendAsync(
                                    request.build(),
                                    info -> new BoundedBody<>(HttpResponse.BodySubscribers.ofByteArray(), MOST_BYTES)),
                            "asking %s (OPENAI_BASE_URL)".formatted(host()))
                    .await(Exchange.Watch.until(
                            patience,
                            "%s has not answered after %s s: try again, or another model"
                                    .formatted(host(), patience.toSeconds())));
            requireSuccess(response);
            return response.body();
        } catch (BoundedBody.TooLong e) {
            throw new IOException("%s: %s; %s".formatted(host(), e.getMessage(), IS_IT_ONE), e);
        }
    }

    private String host() {
        return address.getAuthority();
    }

    private void requireSuccess(HttpResponse<?> response) throws IOException {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return;
        }
        throw new IOException("%s %s (HTTP %s)".formatted(host(), failure(status), status));
    }

    private String failure(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN ->
                key.isPresent()
                        ? "refuses the key in OPENAI_API_KEY, or its use of model %s".formatted(model)
                        : "wants to know who you are: set OPENAI_API_KEY";
            case NOT_FOUND ->
                "has no model %s, or no chat/completions below OPENAI_BASE_URL, which mostly ends in /v1"
                        .formatted(model);
            case BAD_REQUEST ->
                "does not take the question: model %s may be unknown, or the prompt too long for it".formatted(model);
            case TOO_MANY -> "asks for fewer requests, or your account is empty: try again later";
            default ->
                status / 100 == 3
                        ? "leads elsewhere, and a key goes to no other host: set OPENAI_BASE_URL to where it leads"
                        : "fails: try again later";
        };
    }
}
