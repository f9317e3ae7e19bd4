package org.inversionview.kernel.cell;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/**
 * A session's outputs, in the order in which they come about, on their way to those of the cell that ran last. What is
 * printed is gathered: it is sent when a moment has passed, when it has become much, and before anything else is shown.
 * Where the receiver is slow, whoever prints waits.
 */
final class GatheredOutputs implements CellOutputs, AutoCloseable {

    private static final long MOMENT_MILLIS = 50;
    private static final int MUCH_CHARS = 1 << 16;

    /** Where the two streams take turns more often in a moment, each is gathered for itself: front ends drop floods. */
    private static final int MOST_TURNS = 20;

    private final PrintStream out = stream(StreamName.STDOUT);
    private final PrintStream err = stream(StreamName.STDERR);
    private final Deque<Piece> gathered = new ArrayDeque<>();
    private CellOutputs cell = NONE;
    private int chars;
    private boolean closed;

    /** What was printed to one stream before the other had its turn. */
    private record Piece(StreamName name, StringBuilder text) {}

    GatheredOutputs() {
        Thread sender = new Thread(this::sendNowAndThen, "outputs");
        sender.setDaemon(true);
        sender.start();
    }

    /** Returns the stream to print to. */
    PrintStream out() {
        return out;
    }

    /** Returns the stream for errors. */
    PrintStream err() {
        return err;
    }

    private PrintStream stream(StreamName name) {
        return new Unclosed(new Decoded(name));
    }

    /** Sends what follows to another cell, and returns the one before. */
    synchronized CellOutputs showIn(CellOutputs next) {
        flush();
        CellOutputs before = cell;
        cell = next;
        return before;
    }

    /** Sends what was gathered. */
    synchronized void flush() {
        chars = 0;
        while (!gathered.isEmpty()) {
            Piece piece = gathered.remove();
            cell.stream(piece.name(), piece.text().toString());
        }
    }

    @Override
    public synchronized void stream(StreamName name, String text) {
        append(name, text);
    }

    private synchronized void append(StreamName name, CharSequence text) {
        if (text.isEmpty()) {
            return;
        }
        refuseAbandoned(); // under the lock that the end of a cell takes: what is gathered now is still sent with it
        pieceOf(name).text().append(text);
        chars += text.length();
        if (chars >= MUCH_CHARS) {
            flush();
        }
        notifyAll();
    }

    private Piece pieceOf(StreamName name) {
        Piece last = gathered.peekLast();
        if (last != null && last.name() != name && gathered.size() >= MOST_TURNS) {
            gathered.removeLast();
            Piece own = gathered.removeLast();
            gathered.add(last);
            gathered.add(own);
            return own;
        }
        if (last == null || last.name() != name) {
            gathered.add(new Piece(name, new StringBuilder()));
        }
        return gathered.getLast();
    }

    @Override
    public synchronized void display(MimeBundle bundle) {
        show(null, bundle);
    }

    @Override
    public synchronized void display(MimeBundle bundle, String displayId) {
        show(displayId, bundle);
    }

    private void show(@Nullable String displayId, MimeBundle bundle) {
        refuseAbandoned();
        flush();
        if (displayId == null) {
            cell.display(bundle);
        } else {
            cell.display(bundle, displayId);
        }
    }

    @Override
    public synchronized void update(String displayId, MimeBundle bundle) {
        refuseAbandoned();
        cell.update(displayId, bundle);
    }

    /** Ends an endless loop that prints or shows, in a cell that was interrupted. */
    private static void refuseAbandoned() {
        if (SnippetThread.currentIsAbandoned()) {
            throw new CancellationException("the cell was interrupted");
        }
    }

    private void sendNowAndThen() {
        boolean open = true;
        while (open) {
            try {
                open = awaitText();
                Thread.sleep(MOMENT_MILLIS);
                flush();
            } catch (InterruptedException e) {
                // A cell interrupts every thread that it can find; this one is needed on.
            }
        }
    }

    /** Returns false once there will be none any more. */
    private synchronized boolean awaitText() throws InterruptedException {
        while (gathered.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    @Override
    public synchronized void close() {
        flush();
        closed = true;
        notifyAll();
    }

    /** A stream that outlasts the cell that closes it. */
    private static final class Unclosed extends PrintStream {

        Unclosed(OutputStream bytes) {
            super(bytes, false, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** The bytes of one stream; those of a character that is not whole yet wait for the others. */
    private final class Decoded extends OutputStream {

        private final StreamName name;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] begun = {};

        Decoded(StreamName name) {
            this.name = name;
        }

        @Override
        public void write(int oneByte) {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            refuseAbandoned();
            ByteBuffer all = ByteBuffer.allocate(begun.length + length)
                    .put(begun)
                    .put(bytes, from, length)
                    .flip();
            CharBuffer text = CharBuffer.allocate(all.remaining());
            decoder.decode(all, text, false);
            begun = new byte[all.remaining()];
            all.get(begun);
            append(name, text.flip());
        }
    }
}
