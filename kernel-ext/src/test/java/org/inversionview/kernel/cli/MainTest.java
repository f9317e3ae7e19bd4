package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

    private final Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    MainTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private int execute(Object... args) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(Stream.of(args).map(String::valueOf).toArray(String[]::new));
    }

    private Path notebook(String source) throws IOException {
        return Files.writeString(folder.resolve("small.ipynb"), """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                 {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": "%s"}]}
                """.formatted(source));
    }

    @Test
    void says_version_and_help() {
        assertThat(execute("--version")).isZero();
        assertThat(out.toString()).startsWith("inversionview ");
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("run ", "kernel ");
    }

    @Test
    void doctor_asks_a_question_as_a_test() {
        execute("doctor"); // whether a kernel is installed depends on the machine, and so does the exit code
        assertThat(out.toString())
                .startsWith("InversionView ")
                .containsPattern("test question: [1-9]\\d* of 1024 proposals inside ε")
                .contains("native settings");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void only_the_built_jar_can_be_installed() {
        assertThat(execute("install", "--prefix", folder)).isEqualTo(1);
        assertThat(err.toString()).startsWith("install works from the built jar only: ");
        assertThat(folder.resolve("share")).doesNotExist();
        assertThat(execute("uninstall", "--prefix", folder)).isEqualTo(1);
        assertThat(err.toString()).contains("there is no " + folder);
        assertThat(execute("install", "--user", "--prefix", folder)).isEqualTo(2);
    }

    @Test
    void runs_a_notebook() throws IOException {
        Path executed = folder.resolve("made/x.ipynb");
        Path page = folder.resolve("made/x.html");

        int code = execute("run", notebook("6 * 7"), "--out", executed, "--html", page);

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString().lines()).containsExactly("42", "wrote " + executed, "wrote " + page);
        assertThat(executed).content().contains("\"execute_result\"");
        assertThat(page).content().contains("<title>small</title>", "<pre class=\"output text\">42</pre>");
        try (Stream<Path> files = Files.list(folder.resolve("made"))) {
            assertThat(files).containsExactlyInAnyOrder(executed, page);
        }
    }

    @Test
    void a_failing_cell_gives_1_and_the_notebook_is_written() throws IOException {
        Path executed = folder.resolve("x.ipynb");

        int code = execute("run", notebook("int x = 1 / 0;"), "--out", executed, "--html", folder.resolve("x.html"));

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "java.lang.ArithmeticException: / by zero",
                        "    at cell 1, line 1:  int x = 1 / 0;",
                        "cell 1 failed; the cells after it were not run");
        assertThat(executed).content().contains("\"ename\": \"ArithmeticException\"");
    }

    @Test
    void mistakes_are_one_line() throws IOException {
        assertThat(execute("run", folder.resolve("none.ipynb"))).isEqualTo(1);
        assertThat(execute("kernel", folder.resolve("none.json"))).isEqualTo(1);
        Path text = Files.writeString(folder.resolve("text"), "no json");
        assertThat(execute("kernel", text)).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "no file " + folder.resolve("none.ipynb") + ": give the path of a notebook (.ipynb)",
                        "no file " + folder.resolve("none.json") + ": give the connection file that Jupyter made",
                        text + " is not JSON (line 1, column 1); give the connection file that Jupyter made");
    }

    /** A command whose work overflows the stack, as that of no known input does. */
    @Command(name = "deep")
    static final class Deep implements Runnable {

        @Override
        public void run() {
            List<Object> itself = new ArrayList<>();
            itself.add(List.of(itself));
            System.out.println(itself);
        }
    }

    @Test
    void what_is_nested_too_deep_for_the_stack_is_one_line() {
        CommandLine commandLine = Main.commandLine().addSubcommand(new Deep()).setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute("deep")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "something in there is nested too deep: make it flatter, or give Java a larger stack with -Xss");
    }

    @Test
    void wrong_usage_gives_2() {
        assertThat(execute("run")).isEqualTo(2);
        assertThat(execute("run", "a.ipynb", "--wrong")).isEqualTo(2);
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "Missing required parameter: 'NOTEBOOK'",
                        "see inversionview run --help",
                        "Unknown option: '--wrong'",
                        "see inversionview run --help",
                        "Missing subcommand",
                        "see inversionview --help");
    }

    @Test
    void a_process_of_its_own_writes_into_the_default_folder() throws Exception {
        notebook(
                "System.getProperty(\\\"ai.djl.offline\\\") + new org.inversionview.magics.view.MimeBundle(Map.of()).text()");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "run",
                        "small.ipynb")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(printed.lines())
                .containsExactly(
                        "true",
                        "wrote inversionview-out/small.executed.ipynb",
                        "wrote inversionview-out/small.executed.html");
        assertThat(folder.resolve("inversionview-out/small.executed.html")).exists();
    }
}
