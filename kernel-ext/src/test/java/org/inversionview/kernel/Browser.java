package org.inversionview.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The Chromium of this machine, and the scripts in {@code src/test/browser} that use a page as a person would. */
public final class Browser {

    static final Path SCRIPTS = Path.of("").toAbsolutePath().resolve("src/test/browser");

    private Browser() {}

    /** Returns Chromium's program. */
    public static String chromium() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium here: apt-get install chromium"));
    }

    /** Makes the scripts ready to run. */
    static void install() throws IOException, InterruptedException {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules"))) {
            run(List.of("npm", "ci", "--no-audit", "--no-fund"));
        }
    }

    /** Runs a script to its end and returns the last line that it printed. */
    public static String script(String name, String... arguments) throws IOException, InterruptedException {
        install();
        List<String> command = new ArrayList<>(List.of("node", name));
        command.addAll(List.of(arguments));
        String printed = run(command).strip();
        return printed.substring(printed.lastIndexOf('\n') + 1);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, printed).isZero();
        return printed;
    }
}
