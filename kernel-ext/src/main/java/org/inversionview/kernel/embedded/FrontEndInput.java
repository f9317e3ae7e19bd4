package org.inversionview.kernel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a cell reads as standard input: line by line, as the person at the front end types it in. */
final class FrontEndInput extends InputStream {

    private final InputChannel channel;
    private final Message request;
    private final boolean allowed;
    private ByteBuffer line = ByteBuffer.allocate(0);

    /**
     * @param request to execute the cell
     * @param allowed whether its front end lets a person be asked
     */
    FrontEndInput(InputChannel channel, Message request, boolean allowed) {
        this.channel = channel;
        this.request = request;
        this.allowed = allowed;
    }

    @Override
    public synchronized int read() throws IOException {
        askUnlessThere();
        return Byte.toUnsignedInt(line.get());
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int most) throws IOException {
        if (most == 0) {
            return 0;
        }
        askUnlessThere();
        int length = Math.min(most, line.remaining());
        line.get(bytes, from, length);
        return length;
    }

    @Override
    public synchronized int available() {
        return line.remaining();
    }

    private void askUnlessThere() throws IOException {
        if (line.hasRemaining()) {
            return;
        }
        if (!allowed) {
            throw new IOException("this front end does not let a cell ask for input");
        }
        line = ByteBuffer.wrap((channel.ask(request) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
