package org.inversionview.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A front end's side of one of a kernel's sockets: messages of Jupyter's protocol, signed with {@link #KEY}. */
final class SignedSocket {

    /** What every message is signed with. */
    static final String KEY = "a key";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] IDENTITY = "tester".getBytes(StandardCharsets.UTF_8);
    private static final String DELIMITER = "<IDS|MSG>";

    private final ZMQ.Socket socket;

    SignedSocket(ZContext context, SocketType type, int port) {
        socket = context.createSocket(type);
        socket.setIdentity(IDENTITY);
        socket.connect("tcp://127.0.0.1:" + port);
    }

    /**
     * A message.
     *
     * @param request id of that which it belongs to
     */
    record Received(String type, String request, JsonNode content) {

        JsonNode json() {
            return JSON.createObjectNode().put("type", type).set("content", content);
        }
    }

    /** Asks to get all that is published. */
    SignedSocket subscribed() {
        socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
        return this;
    }

    /** Sends a message and returns its id. */
    String send(String type, Object content) throws IOException {
        String id = UUID.randomUUID().toString();
        Map<String, Object> header = Map.of(
                "msg_id", id,
                "username", "tester",
                "session", "s",
                "date", "2024-01-01T00:00:00.000000Z",
                "msg_type", type,
                "version", "5.3");
        List<String> parts = new ArrayList<>();
        for (Object part : List.of(header, Map.of(), Map.of(), content)) {
            parts.add(JSON.writeValueAsString(part));
        }
        sendParts(parts);
        return id;
    }

    /** Sends parts, whatever they are, as a message that is signed. */
    void sendParts(List<String> parts) {
        List<String> frames = new ArrayList<>(List.of(DELIMITER, signature(parts)));
        frames.addAll(parts);
        sendFrames(frames);
    }

    /** Sends frames as they are. */
    void sendFrames(List<String> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i).getBytes(StandardCharsets.UTF_8), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    private static String signature(List<String> parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            parts.forEach(part -> mac.update(part.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the next message, if one comes in time. */
    Optional<Received> receive(long millis) throws IOException {
        socket.setReceiveTimeOut((int) Math.max(0, millis));
        String part = socket.recvStr();
        while (part != null && !part.equals(DELIMITER)) {
            part = socket.recvStr();
        }
        if (part == null) {
            return Optional.empty();
        }
        socket.recvStr();
        JsonNode header = JSON.readTree(socket.recv());
        JsonNode parent = JSON.readTree(socket.recv());
        socket.recv();
        return Optional.of(new Received(
                header.path("msg_type").asText(), parent.path("msg_id").asText(), JSON.readTree(socket.recv())));
    }
}
