package org.inversionview.kernel.badinput;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that bad inputs name, in a folder. */
public final class BadFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern MODEL = Pattern.compile("(CONFIG|CARD)\\((.*)\\)$", Pattern.DOTALL);

    private static final String CONNECTION = """
            {"transport": "%s", "ip": "%s", "shell_port": %s, "control_port": 2, "iopub_port": 3, "stdin_port": 4,
             "hb_port": 5, "signature_scheme": "%s", "key": %s}
            """;

    private static final String CHECK = """
            {"cell_type": "code", "source": "assert true;", "metadata": {"nbgrader": {"grade_id": "c", "grade": true, "locked": true,
             "solution": false, "task": false, "points": 1, "schema_version": 3}}}""";

    private BadFiles() {}

    private static String assignment(String cells) {
        return "{\"nbformat\": 4, \"metadata\": {}, \"cells\": [%s]}".formatted(cells);
    }

    /** Writes them. */
    public static void writeInto(Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "no JSON, no code { and no more");
        Files.writeString(folder.resolve("empty"), "");
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0x80, 1});
        Files.writeString(folder.resolve("itself.jsh"), "%load " + folder.resolve("itself.jsh"));
        Files.writeString(folder.resolve("damaged.ipynb"), "{\"cells\": [");
        Files.writeString(folder.resolve("deep.ipynb"), "[".repeat(100_000));
        Files.writeString(folder.resolve("good.ipynb"), notebook("6 * 7", ""));
        Files.writeString(folder.resolve("assignment.ipynb"), assignment(CHECK));
        Files.writeString(folder.resolve("twice.ipynb"), assignment(CHECK + ", " + CHECK));
        Files.createDirectory(folder.resolve("hollow"));
        Files.createSymbolicLink(folder.resolve("link"), folder);
        Files.writeString(
                folder.resolve("ports.json"), CONNECTION.formatted("tcp", "127.0.0.1", 99999, "hmac-sha256", "\"k\""));
        Files.writeString(
                folder.resolve("scheme.json"), CONNECTION.formatted("tcp", "127.0.0.1", 1, "hmac-odd", "\"k\""));
        Files.writeString(
                folder.resolve("transport.json"), CONNECTION.formatted("ipc", "127.0.0.1", 1, "hmac-sha256", "\"k\""));
        Files.writeString(
                folder.resolve("address.json"), CONNECTION.formatted("tcp", "no such host", 1, "hmac-sha256", "\"k\""));
        Files.writeString(
                folder.resolve("key.json"), CONNECTION.formatted("tcp", "127.0.0.1", 1, "hmac-sha256", "[1]"));
    }

    /** Writes a connection file that asks for a port that is in use. */
    public static void writeTaken(Path folder, ServerSocket taken) throws IOException {
        Files.writeString(
                folder.resolve("taken.json"),
                CONNECTION.formatted("tcp", "127.0.0.1", taken.getLocalPort(), "hmac-sha256", "\"k\""));
    }

    /**
     * Returns an input with its folders: {@code CONFIG(…)} is one whose config.json says that, {@code CARD(…)} one whose
     * card.json does, and {@code FOLDER} the one that these files stand in.
     */
    public static String placed(String input, Path folder) throws IOException {
        Matcher model = MODEL.matcher(input);
        if (!model.find()) {
            return input.replace("FOLDER", folder.toString());
        }
        Path own = Files.createTempDirectory(folder, "model");
        Files.writeString(own.resolve(model.group(1).toLowerCase(Locale.ROOT) + ".json"), model.group(2));
        return model.replaceFirst(Matcher.quoteReplacement(own.toString()));
    }

    /** Returns the text of a notebook of one code cell, with a tag or an empty one. */
    public static String notebook(String code, String tag) {
        return JSON.createObjectNode()
                .put("nbformat", 4)
                .set(
                        "cells",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode()
                                        .put("cell_type", "code")
                                        .put("source", code)
                                        .set(
                                                "metadata",
                                                JSON.createObjectNode()
                                                        .set(
                                                                "tags",
                                                                JSON.createArrayNode()
                                                                        .add(tag)))))
                .toString();
    }
}
