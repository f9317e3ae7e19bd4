package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/** What a kernel publishes, from any of its threads: one sends, the others wait where the front end is slow. */
final class Publisher {

    /** As many messages may wait: each has some 64 kB at most, pictures apart. */
    private static final int WAITING = 64;

    private static final long LOOK_MILLIS = 100;

    private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(WAITING);
    private final String session;
    private volatile boolean ended;

    Publisher(String session) {
        this.session = session;
    }

    /**
     * Publishes a message.
     *
     * @param parent header of the request that it belongs to
     * @throws CancellationException if the calling thread is interrupted while it waits
     */
    void publish(String type, JsonNode parent, JsonNode content) {
        Message message = Message.published(session, type, parent, content);
        if (ended || waiting.offer(message)) {
            return;
        }
        try {
            while (!ended && !waiting.offer(message, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            throw new CancellationException("the cell was interrupted");
        }
    }

    /** Publishes how busy the kernel is; not where that would have to wait. */
    void tryStatus(String state, JsonNode parent) {
        waiting.offer(Message.published(session, "status", parent, status(state)));
    }

    /** Publishes how busy the kernel is. */
    void status(String state, JsonNode parent) {
        publish("status", parent, status(state));
    }

    private static JsonNode status(String state) {
        return Message.object().put("execution_state", state);
    }

    /** Sends what is published, until {@link #end}. */
    void sendOver(Channel channel) {
        while (!ended || !waiting.isEmpty()) {
            try {
                Message message = waiting.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (message != null) {
                    channel.send(message);
                }
            } catch (InterruptedException e) {
                // A cell interrupts every thread that it can find; this one is needed on.
            }
        }
    }

    /** Nothing will be published any more. */
    void end() {
        ended = true;
    }
}
