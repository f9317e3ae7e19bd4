package org.inversionview.kernel.badinput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.cli.Main;

/** The kernel in a process of its own, as Jupyter starts it. */
final class KernelProcess {

    /** Longer than any test waits. */
    private static final int MOST_MINUTES = 30;

    private KernelProcess() {}

    /** Returns a front end that has started one, with a heap of so many megabytes, in a folder; what it logs is kept in target. */
    static FrontEnd started(Path folder, int heap) throws IOException {
        return new FrontEnd(connection -> {
            Path file = Files.writeString(folder.resolve("connection.json"), connection);
            ProcessBuilder kernel = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx%sm".formatted(heap),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "kernel",
                    file.toString());
            kernel.environment()
                    .put(
                            "JPY_PARENT_PID",
                            String.valueOf(ProcessHandle.current().pid()));
            kernel.environment().put("HF_TOKEN", Answer.SECRET + "\nand more");
            kernel.environment().put("HF_ENDPOINT", "http://127.0.0.1:9"); // where nobody answers
            kernel.environment().put("HF_HOME", folder.resolve("hub").toString());
            Process process = kernel.directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "kernel.log").toFile())
                    .start();
            process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
        });
    }
}
