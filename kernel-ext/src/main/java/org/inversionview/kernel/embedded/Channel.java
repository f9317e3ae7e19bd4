package org.inversionview.kernel.embedded;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.embedded.Message.Malformed;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** One socket of a kernel. Used by one thread at a time, which nobody may interrupt: that would break the socket. */
final class Channel implements AutoCloseable {

    /** How long what was sent may take to leave after the end. */
    private static final int LINGER_MILLIS = 1_000;

    private final ZMQ.Socket socket;
    private final Signature signature;

    /**
     * Binds a socket.
     *
     * @throws UserMistake if the address is in use, or none of this machine's
     */
    Channel(ZMQ.Context context, SocketType type, ConnectionFile connection, int port) {
        socket = context.socket(type);
        signature = connection.signature();
        socket.setLinger(LINGER_MILLIS);
        String address = "tcp://%s:%s".formatted(connection.ip(), port);
        try {
            socket.bind(address);
        } catch (ZMQException | IllegalArgumentException e) {
            socket.close();
            throw new UserMistake(
                    "cannot listen at %s: it is in use, or no address of this machine".formatted(address));
        }
    }

    /** Has senders wait where receivers are slow, instead of losing what they do not take in time. */
    Channel lossless() {
        socket.setXpubNoDrop(true);
        return this;
    }

    void send(Message message) {
        Iterator<byte[]> frames = message.frames(signature).iterator();
        while (frames.hasNext()) {
            byte[] frame = frames.next();
            socket.send(frame, frames.hasNext() ? ZMQ.SNDMORE : 0);
        }
    }

    /**
     * Returns the next message, or null if none comes in time.
     *
     * @param millis how long to wait; -1 for as long as it takes
     * @throws Malformed if what came is no message
     */
    @Nullable
    Message receive(int millis) throws Malformed {
        List<byte[]> frames = frames(millis);
        return frames.isEmpty() ? null : Message.of(frames, signature);
    }

    private List<byte[]> frames(int millis) {
        List<byte[]> frames = new ArrayList<>();
        socket.setReceiveTimeOut(millis);
        byte[] frame = socket.recv();
        while (frame != null) {
            frames.add(frame);
            frame = socket.hasReceiveMore() ? socket.recv() : null;
        }
        return frames;
    }

    /** Sends back whatever comes, as long as the context lives. */
    void echo() {
        while (true) {
            List<byte[]> frames = frames(-1);
            for (int i = 0; i < frames.size(); i++) {
                socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
