package org.inversionview.kernel.cell;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** Sends what this JVM prints and logs to a session's outputs, until closed. */
final class StreamCapture implements AutoCloseable {

    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final GatheredOutputs outputs;

    StreamCapture(GatheredOutputs outputs) {
        this.outputs = outputs;
        begin();
    }

    /** Takes the streams, again where a cell or another session has set others. */
    void begin() {
        if (System.out != outputs.out()) {
            System.setOut(outputs.out());
        }
        if (System.err != outputs.err()) {
            System.setErr(outputs.err());
            renewConsoles();
        }
    }

    /** A handler keeps the stream that was there when it was made. */
    private static void renewConsoles() {
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers())
                .filter(handler -> handler.getClass() == ConsoleHandler.class)
                .forEach(old -> renew(root, old));
    }

    private static void renew(Logger root, Handler old) {
        Handler renewed = new ConsoleHandler();
        renewed.setLevel(old.getLevel());
        renewed.setFormatter(old.getFormatter());
        renewed.setFilter(old.getFilter());
        root.removeHandler(old);
        root.addHandler(renewed);
    }

    @Override
    public void close() {
        if (System.out == outputs.out()) {
            System.setOut(oldOut);
        }
        if (System.err == outputs.err()) {
            System.setErr(oldErr);
            renewConsoles();
        }
    }
}
