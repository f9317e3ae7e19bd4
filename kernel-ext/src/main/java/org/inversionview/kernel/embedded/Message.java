package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A message of Jupyter's protocol, and how it goes over a socket: the sender's addresses, a delimiter, the signature, and
 * four parts of JSON.
 *
 * @param addresses of whom it comes from or goes to; of what is published, its topic
 * @param header says which message it is
 * @param parent header of the message that it answers; an empty object if none
 * @param content as its type has it
 */
record Message(List<byte[]> addresses, JsonNode header, JsonNode parent, JsonNode content) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VERSION = "5.3";
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.US_ASCII);

    /** Of header, parent's header, metadata and content. */
    private static final int PARTS = 4;

    Message {
        addresses = List.copyOf(addresses);
    }

    /** A message that cannot be read, and why. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** Returns an empty object to fill. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns plain Java values as JSON. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Returns a message to everybody who listens. */
    static Message published(String session, String type, JsonNode parent, JsonNode content) {
        return new Message(List.of(bytes(type)), header(session, type), parent, content);
    }

    /** Returns the answer to this one. */
    Message reply(String session, String type, JsonNode content) {
        return new Message(addresses, header(session, type), header, content);
    }

    private static ObjectNode header(String session, String type) {
        return object().put("msg_id", UUID.randomUUID().toString())
                .put("session", session)
                .put("username", "kernel")
                .put("date", Instant.now().toString())
                .put("msg_type", type)
                .put("version", VERSION);
    }

    /** Returns what it is, such as {@code execute_request}. */
    String type() {
        return header.path("msg_type").asText();
    }

    /** Returns the frames of a socket's message. */
    List<byte[]> frames(Signature signature) {
        List<byte[]> parts = List.of(json(header), json(parent), EMPTY, json(content));
        List<byte[]> frames = new ArrayList<>(addresses);
        frames.add(DELIMITER);
        frames.add(bytes(signature.of(parts)));
        frames.addAll(parts);
        return frames;
    }

    /**
     * Returns the message of a socket's frames.
     *
     * @throws Malformed if it is no message, or not of one who has the key
     */
    static Message of(List<byte[]> frames, Signature signature) throws Malformed {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (frames.size() < delimiter + 2 + PARTS) {
            throw new Malformed("it has %s frames".formatted(frames.size()));
        }
        List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 2 + PARTS);
        if (!signature.fits(parts, frames.get(delimiter + 1))) {
            throw new Malformed("its signature does not fit");
        }
        JsonNode header = tree(parts.get(0), "header");
        if (!header.path("msg_type").isTextual()) {
            throw new Malformed("its header has no msg_type");
        }
        return new Message(frames.subList(0, delimiter), header, tree(parts.get(1), "parent"), content(parts));
    }

    /** What cannot be read as content is asked for in vain, but answered. */
    private static JsonNode content(List<byte[]> parts) {
        try {
            return tree(parts.get(PARTS - 1), "content");
        } catch (Malformed e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static JsonNode tree(byte[] json, String part) throws Malformed {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new Malformed("its %s is no JSON".formatted(part));
        }
    }

    /** Half a character becomes a question mark on the way to bytes, which Jackson's own way would refuse. */
    private static byte[] json(JsonNode node) {
        try {
            return bytes(MAPPER.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
