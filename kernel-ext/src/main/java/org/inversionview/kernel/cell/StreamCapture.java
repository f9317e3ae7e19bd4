package org.inversionview.kernel.cell;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import org.inversionview.kernel.cell.CellOutputs.StreamName;

/** Sends what is printed to a cell's outputs, until closed. */
final class StreamCapture implements AutoCloseable {

    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;
    private final PrintStream out;
    private final PrintStream err;

    StreamCapture(CellOutputs outputs) {
        out = new PrintStream(new Lines(outputs, StreamName.STDOUT), true, StandardCharsets.UTF_8);
        err = new PrintStream(new Lines(outputs, StreamName.STDERR), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    /** Collects bytes until the stream in front of it flushes, which it does at line ends. */
    private static final class Lines extends ByteArrayOutputStream {

        private final CellOutputs outputs;
        private final StreamName name;

        Lines(CellOutputs outputs, StreamName name) {
            this.outputs = outputs;
            this.name = name;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (SnippetThread.currentIsAbandoned()) {
                // Ends an endless loop that prints.
                throw new CancellationException("the cell was interrupted");
            }
            super.write(bytes, from, length);
        }

        @Override
        public synchronized void flush() {
            if (size() > 0) {
                String text = toString(StandardCharsets.UTF_8);
                reset();
                outputs.stream(name, text);
            }
        }
    }
}
