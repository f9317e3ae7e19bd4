package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of their own, in surroundings that cannot say every character. */
class TerminalTest {

    private final Path folder;

    TerminalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private String said(String option, Map<String, String> environment, String... arguments) throws IOException {
        Stream<String> command = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(command, Stream.of(arguments)).toList());
        builder.environment().putAll(environment);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.onExit().join().exitValue()).isNotZero();
        return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).replace("\0", "");
    }

    @Test
    void a_charset_that_no_terminal_shows_is_said() throws IOException {
        assertThat(Terminal.complaint(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Terminal.complaint(StandardCharsets.US_ASCII)).isEmpty();
        assertThat(said("-Dfile.encoding=UTF-16", Map.of(), "--version"))
                .contains("Java's default charset is UTF-16, which no terminal shows: leave out -Dfile.encoding");
    }

    @Test
    void an_umlaut_in_a_system_without_any_is_said() throws IOException {
        String said = said("-Dx=y", Map.of("LC_ALL", "C", "LANG", "C"), "run", "/t\u00e4st.ipynb");

        assertThat(said.lines().toList())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("has characters that are unknown in this system's ANSI_X3.4-1968: set LC_ALL=C.UTF-8");
    }
}
