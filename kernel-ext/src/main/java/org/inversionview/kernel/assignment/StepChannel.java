package org.inversionview.kernel.assignment;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.inversionview.models.files.StrictJson;

/**
 * What goes between those that grade and a submission's process: JSON, its length before it. A socket and no pipe: a pipe
 * can be opened again by whoever finds it among the open files.
 */
final class StepChannel implements AutoCloseable {

    private final SocketChannel socket;

    StepChannel(SocketChannel socket) {
        this.socket = socket;
    }

    /** Sends a record. */
    void send(Object message) throws IOException {
        byte[] json = StrictJson.compact(message).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + json.length)
                .putInt(json.length)
                .put(json)
                .flip();
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    /**
     * Returns the next record, waiting for it.
     *
     * @throws EOFException if the other side is gone
     * @throws IOException if it sends anything else
     */
    <T> T receive(Class<T> type) throws IOException {
        int length = read(Integer.BYTES).getInt();
        if (length < 0 || length > StrictJson.MOST_BYTES) {
            throw new IOException("a message of %s bytes".formatted(length));
        }
        return StrictJson.parse(read(length).array(), "a message", type, "it is refused");
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException("the other side is gone");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
