package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.files.StrictJson;

/**
 * Where a front end talks to its kernel, as it has chosen.
 *
 * @param ip to listen at
 * @param shell port of requests
 * @param control port of requests that do not wait for a running cell
 * @param iopub port of what is published
 * @param stdin port of what a person types in
 * @param heartbeat port of signs of life
 * @param signature of every message
 */
record ConnectionFile(String ip, int shell, int control, int iopub, int stdin, int heartbeat, Signature signature) {

    private static final String ADVICE = "give the connection file that Jupyter made";
    private static final int LAST_PORT = 65_535;

    /**
     * Reads a file as Jupyter writes it.
     *
     * @throws UserMistake if there is no such file, or it is no connection file, or asks for what this kernel cannot do
     */
    static ConnectionFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserMistake("no file %s: %s".formatted(file, ADVICE));
        }
        try {
            return of(StrictJson.read(file, JsonNode.class, ADVICE), file);
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private static ConnectionFile of(JsonNode json, Path file) {
        String transport = json.path("transport").asText();
        boolean texts = json.path("key").isTextual() && json.path("ip").isTextual();
        if (transport.isEmpty() || !texts || json.path("ip").asText().isBlank()) {
            throw notOne(file);
        }
        if (!transport.equals("tcp")) {
            throw new UserMistake("%s asks for transport %s: this kernel speaks tcp (--transport=tcp, Jupyter's usual)"
                    .formatted(file, transport));
        }
        return new ConnectionFile(
                json.path("ip").asText(),
                port(json, "shell_port", file),
                port(json, "control_port", file),
                port(json, "iopub_port", file),
                port(json, "stdin_port", file),
                port(json, "hb_port", file),
                Signature.of(
                        json.path("signature_scheme").asText(Signature.USUAL),
                        json.path("key").asText()));
    }

    private static int port(JsonNode json, String name, Path file) {
        int port = json.path(name).intValue();
        if (!json.path(name).isInt() || port < 1 || port > LAST_PORT) {
            throw notOne(file);
        }
        return port;
    }

    private static UserMistake notOne(Path file) {
        return new UserMistake(file + " is no connection file: it needs transport, ip, ports and key in JSON");
    }
}
