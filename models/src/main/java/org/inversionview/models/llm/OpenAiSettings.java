package org.inversionview.models.llm;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.http.Variables;

/**
 * What the environment says of an OpenAI-compatible endpoint, in the variables that OpenAI's own libraries read:
 * OPENAI_BASE_URL and OPENAI_API_KEY; and OPENAI_MODEL. Without an address nothing is sent anywhere.
 *
 * @param environment the variables
 */
public record OpenAiSettings(Map<String, String> environment) {

    private static final String ADDRESS = "OPENAI_BASE_URL";
    private static final String KEY = "OPENAI_API_KEY";
    private static final String MODEL = "OPENAI_MODEL";
    private static final String EXAMPLE = "https://api.openai.com/v1";
    private static final int LONGEST_MODEL = 200;

    public OpenAiSettings {
        environment = Map.copyOf(environment);
    }

    /**
     * Returns where questions go.
     *
     * @throws IOException if that is not said, or is no address
     */
    URI address() throws IOException {
        URI address = new Variables(environment)
                .address(ADDRESS, EXAMPLE, KEY)
                .orElseThrow(() -> new IOException(
                        "%s is not set: it says which OpenAI-compatible endpoint is asked, such as %s or http://localhost:11434/v1; set it before Jupyter starts"
                                .formatted(ADDRESS, EXAMPLE)));
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IOException("%s must be an address such as %s, without ? or #".formatted(ADDRESS, EXAMPLE));
        }
        return address;
    }

    /**
     * Returns who the user is; nothing for an endpoint that does not ask.
     *
     * @throws IOException if it is no key, without showing it
     */
    Optional<String> key() throws IOException {
        Optional<String> set = new Variables(environment).text(KEY);
        return set.isEmpty()
                ? set
                : Optional.of(Variables.requireSecret(set.get(), KEY, "key", "set it again before Jupyter starts"));
    }

    /**
     * Returns the name of the model that is asked.
     *
     * @param named by the user, who may leave it to the environment
     * @throws InvalidRequestException if none is named
     */
    String model(Optional<String> named) {
        String model = named.or(() -> new Variables(environment).text(MODEL)).orElse("");
        if (model.isBlank() || model.length() > LONGEST_MODEL) {
            throw new InvalidRequestException(
                    "language model",
                    model,
                    "a name has 1 to %s characters; set %s to one that the endpoint knows"
                            .formatted(LONGEST_MODEL, MODEL));
        }
        return model;
    }

    /** Returns nothing of them: one is a secret. */
    @Override
    public String toString() {
        return "settings of an endpoint";
    }
}
