package org.inversionview.kernel.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.engine.PyTorch;
import org.inversionview.models.files.StrictJson;

/** One turn in a process of its own, which prints what it measured as a last line of JSON. */
final class Turn {

    private Turn() {}

    /** Returns what a Python script measured. */
    static JsonNode ofPython(String python, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(arguments);
        return of(command, "install python3-torch, python3-numpy and libopenblas0-pthread, or name another --python");
    }

    /** Says at once, before anything is measured, if the peer can't run. */
    static void requireTorch(String python) throws IOException {
        ofPython(python, List.of("-c", "import torch, numpy; print('{}')"));
    }

    /** Returns what a hidden command of {@code bench} measured, in a process with these variables. */
    static JsonNode ofOurs(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.inversionview.kernel.cli.Main",
                "bench"));
        command.addAll(arguments);
        return of(command, environment, "this is our fault: please report it");
    }

    /** Returns what a command measured, with PyTorch of two threads at its best; else says how to mend it. */
    static JsonNode of(List<String> command, String remedy) throws IOException {
        return of(command, PyTorch.THREADS_WAIT, remedy);
    }

    /** As above, with these variables set in the process. */
    static JsonNode of(List<String> command, Map<String, String> environment, String remedy) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = started(builder, remedy);
        try {
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String last = printed.lines().reduce((first, second) -> second).orElse("");
            if (process.waitFor() != 0) {
                throw new UserMistake("%s failed: %s; %s".formatted(command.get(0), last, remedy));
            }
            return measured(last, command.get(0), remedy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserMistake("interrupted");
        } finally {
            process.destroy();
        }
    }

    private static JsonNode measured(String last, String command, String remedy) {
        try {
            byte[] json = last.getBytes(StandardCharsets.UTF_8);
            return StrictJson.parse(json, "what %s printed last".formatted(command), JsonNode.class, remedy);
        } catch (IOException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    private static Process started(ProcessBuilder builder, String remedy) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UserMistake(
                    "no program %s; %s".formatted(builder.command().get(0), remedy));
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
