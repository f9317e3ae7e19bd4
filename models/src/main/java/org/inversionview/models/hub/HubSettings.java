package org.inversionview.models.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says of the hub, in the variables that Hugging Face's own library reads: HF_HOME, HF_HUB_CACHE,
 * HF_TOKEN, HF_ENDPOINT, HF_HUB_OFFLINE and XDG_CACHE_HOME; and INVERSIONVIEW_CACHE, where our own downloads and computed activations go.
 *
 * @param environment the variables
 * @param home the user's home folder
 */
public record HubSettings(Map<String, String> environment, Path home) {

    private static final String DEFAULT_ENDPOINT = "https://huggingface.co";

    public HubSettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the settings of the user who runs this program. */
    public static HubSettings ofThisUser() {
        return new HubSettings(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
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
        String text = variable("HF_ENDPOINT").orElse(DEFAULT_ENDPOINT).replaceFirst("/+$", "");
        if (!text.matches("https?://[^/\\s]+\\S*")) {
            throw new IOException("HF_ENDPOINT=%s: it must be an address such as %s".formatted(text, DEFAULT_ENDPOINT));
        }
        return URI.create(text);
    }

    /** Returns the user's access token: HF_TOKEN, or the file that Hugging Face's login writes. */
    public Optional<String> token() throws IOException {
        Optional<String> given = variable("HF_TOKEN");
        Path file =
                variable("HF_TOKEN_PATH").map(Path::of).orElse(huggingFaceHome().resolve("token"));
        if (given.isPresent() || !Files.isRegularFile(file)) {
            return given;
        }
        return Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty());
    }
}
