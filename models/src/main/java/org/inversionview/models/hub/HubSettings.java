package org.inversionview.models.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.http.Variables;

/**
 * What the environment says of the hub, in the variables that Hugging Face's own library reads: HF_HOME, HF_HUB_CACHE,
 * HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE and XDG_CACHE_HOME; and INVERSIONVIEW_CACHE, where our own downloads and computed activations go.
 *
 * @param environment the variables
 * @param home the user's home folder
 */
public record HubSettings(Map<String, String> environment, Path home) {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";

    private static final int LONGEST_TOKEN = 10_000;

    public HubSettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the settings of the user who runs this program. */
    public static HubSettings ofThisUser() {
        return new HubSettings(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private Optional<String> variable(String name) {
        return variables().text(name);
    }

    private Variables variables() {
        return new Variables(environment);
    }

    private Path cacheHome() {
        return variable("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
    }

    private Path huggingFaceHome() {
        return variable("HF_HOME").map(Path::of).orElse(cacheHome().resolve("huggingface"));
    }

    /** Returns the folder in which other tools keep the hub's models. */
    public Path huggingFaceCache() {
        return variable("HF_HUB_CACHE").map(Path::of).orElse(huggingFaceHome().resolve("hub"));
    }

    /** Returns the folder in which this software keeps the models that it fetched. */
    public Path ownCache() {
        return ownFolder().resolve("hub");
    }

    /** Returns the folder in which this software keeps activations that it computed. */
    public Path activations() {
        return ownFolder().resolve("activations");
    }

    private Path ownFolder() {
        return variable("INVERSIONVIEW_CACHE").map(Path::of).orElse(cacheHome().resolve("inversionview"));
    }

    /** Returns whether nothing may be fetched. */
    public boolean offline() {
        return variable("HF_HUB_OFFLINE")
                .filter(value -> value.equals("1")
                        || value.equalsIgnoreCase("true")
                        || value.equalsIgnoreCase("yes")
                        || value.equalsIgnoreCase("on"))
                .isPresent();
    }

    /**
     * Returns the address of the hub or of a mirror, without a slash at its end.
     *
     * @throws IOException if HF_ENDPOINT is no address
     */
    public URI endpoint() throws IOException {
        return variables().address("HF_ENDPOINT", DEFAULT_ENDPOINT, "HF_TOKEN").orElse(URI.create(DEFAULT_ENDPOINT));
    }

    /**
     * Returns the user's access token: HF_TOKEN, or the file that Hugging Face's login writes.
     *
     * @throws IOException if it is no token, without showing it
     */
    public Optional<String> token() throws IOException {
        Optional<String> given = variable("HF_TOKEN");
        Path file =
                variable("HF_TOKEN_PATH").map(Path::of).orElse(huggingFaceHome().resolve("token"));
        if (given.isPresent()) {
            return Optional.of(requireToken(given.get(), "HF_TOKEN"));
        }
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = RegularFile.text(file, LONGEST_TOKEN).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(requireToken(text, file.toString()));
    }

    private static String requireToken(String text, String where) throws IOException {
        return Variables.requireSecret(text, where, "token", "log in again");
    }

    /** Returns the home folder alone: the environment holds secrets. */
    @Override
    public String toString() {
        return "settings of " + home;
    }
}
