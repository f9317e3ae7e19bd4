package org.inversionview.models.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.OneLine;

/**
 * Variables of the environment, as what is said of servers there. Some are secrets: no message shows one.
 *
 * @param environment by name
 */
public record Variables(Map<String, String> environment) {

    public Variables {
        environment = Map.copyOf(environment);
    }

    /** Returns a variable's text without white space about it; nothing where it is not set, or empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * Returns the address that a variable holds, without a slash at its end.
     *
     * @param example of one
     * @param secret the variable that says who the user is, as no address may
     * @throws IOException if it is no address
     */
    public Optional<URI> address(String name, String example, String secret) throws IOException {
        Optional<String> set = text(name);
        return set.isEmpty() ? Optional.empty() : Optional.of(address(name, set.get(), example, secret));
    }

    private static URI address(String name, String set, String example, String secret) throws IOException {
        String text = set.replaceFirst("/+$", "");
        if (text.contains("@")) {
            throw new IOException("%s must be an address without a user's name or password; %s says who you are"
                    .formatted(name, secret));
        }
        String wrong = "%s=%s: it must be an address such as %s".formatted(name, OneLine.brief(text), example);
        try {
            URI address = new URI(text);
            if (text.matches("https?://[^/\\s]+\\S*") && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new IOException(wrong, e);
        }
        throw new IOException(wrong);
    }

    /**
     * Returns a secret that can stand in a request's header.
     *
     * @param where it was found, for the message
     * @param kind what it is: {@code token}
     * @param advice what to do where it is none
     * @throws IOException if it is none, without showing it
     */
    public static String requireSecret(String text, String where, String kind, String advice) throws IOException {
        if (!text.matches("[\\x21-\\x7e]+")) {
            throw new IOException(
                    "%s holds no %s: in one there is no line break, space or other sign than plain letters; %s"
                            .formatted(where, kind, advice));
        }
        return text;
    }

    /** Returns nothing of them: some are secrets. */
    @Override
    public String toString() {
        return "variables of the environment";
    }
}
