package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.kernel.badinput.Answer;
import org.inversionview.kernel.badinput.BadFiles;
import org.inversionview.kernel.badinput.BadInput;
import org.inversionview.kernel.badinput.BadRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever is written on the command line: one line says what is wrong with it. */
class BadCommandsTest {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"|(\\S++)");
    private static final double NANOS = 1e9;

    private final Path folder;

    BadCommandsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void every_bad_command_line_is_refused_in_one_line() throws IOException {
        BadFiles.writeInto(folder);
        BadRecord record = new BadRecord("command lines");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BadFiles.writeTaken(folder, taken);
            for (BadInput each : BadInput.in("commands.txt")) {
                record.add(each, answer(each.input().replace("FOLDER", folder.toString())));
            }
        }

        System.out.println(record);
        assertThat(record.complaints()).as(record.all()).isEmpty();
    }

    private Answer answer(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        long start = System.nanoTime();
        int code = commands.execute(words(line));
        double seconds = (System.nanoTime() - start) / NANOS;
        Stream<String> said = (code == 0 ? out : err).toString().lines();
        List<String> lines =
                said.map(each -> each.replace(folder.toString(), "FOLDER")).toList();
        return new Answer(code == 0, "", lines, seconds);
    }

    private static String[] words(String line) {
        return WORD.matcher(line)
                .results()
                .map(word ->
                        word.group(2) != null ? word.group(2) : word.group(1).replace("\\\"", "\""))
                .toArray(String[]::new);
    }
}
