package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inversionview.kernel.UserMistake;

/**
 * Options that a kernel's Java is to have, tried on that Java before a kernel has them.
 *
 * @param java the command
 * @param options such as {@code -Xmx4g}
 */
record JavaOptions(Path java, List<String> options) {

    private static final long PATIENCE_SECONDS = 60;

    JavaOptions {
        options = List.copyOf(options);
    }

    /**
     * Starts Java with the options, and has it say its version.
     *
     * @throws UserMistake if it does not start with them, with its own reason
     */
    void require() throws IOException {
        if (options.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(options);
        command.add("-version");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!ended(process) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new UserMistake("--jvm-option %s: Java does not start with it (%s)"
                    .formatted(
                            String.join(" ", options), said.lines().findFirst().orElse("it says nothing")));
        }
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new InterruptedIOException("interrupted while Java was tried");
        }
    }
}
