package org.inversionview.models.hub;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model on the hub.
 *
 * @param text as the user wrote it
 * @param repositories owner/name, and the names under which caches hold the same model, the hub's present one first
 */
public record HubName(String text, List<String> repositories) {

    private static final Map<String, String> SHORT = Map.of(
            "gpt2", "openai-community/gpt2",
            "gpt2-medium", "openai-community/gpt2-medium",
            "gpt2-large", "openai-community/gpt2-large",
            "gpt2-xl", "openai-community/gpt2-xl",
            "distilgpt2", "distilbert/distilgpt2");

    public HubName {
        repositories = List.copyOf(repositories);
    }

    /** Returns the names that need no owner, sorted. */
    public static List<String> shortNames() {
        return SHORT.keySet().stream().sorted().toList();
    }

    /** Returns the model that a text names, if it can be one: a short name, or owner/name. */
    public static Optional<HubName> of(String text) {
        String present = SHORT.get(text);
        if (present != null) {
            return Optional.of(new HubName(text, List.of(present, text)));
        }
        if (!text.matches("[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}") || text.contains("..")) {
            return Optional.empty();
        }
        Stream<String> older = SHORT.entrySet().stream()
                .filter(entry -> entry.getValue().equals(text))
                .map(Map.Entry::getKey);
        return Optional.of(
                new HubName(text, Stream.concat(Stream.of(text), older).toList()));
    }

    /** Returns the repository to fetch from. */
    public String repository() {
        return repositories.get(0);
    }

    /** Returns the name of a repository's folder in a cache. */
    static String folder(String repository) {
        return "models--" + repository.replace("/", "--");
    }
}
