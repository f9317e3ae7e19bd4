package org.inversionview.kernel.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inversionview.kernel.embedded.Message.Malformed;

/** Asks the person at a front end for a line of text. The socket has a thread of its own: cells are interrupted. */
final class InputChannel implements AutoCloseable {

    private static final int LOOK_MILLIS = 100;

    private final Channel channel;
    private final String session;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "stdin");
        made.setDaemon(true);
        return made;
    });

    InputChannel(Channel channel, String session) {
        this.channel = channel;
        this.session = session;
    }

    /**
     * Returns a line that a person typed in.
     *
     * @param request that is executed, and whose front end is asked
     * @throws InterruptedIOException if the calling thread is interrupted before
     */
    String ask(Message request) throws IOException {
        AtomicBoolean givenUp = new AtomicBoolean();
        Future<String> answer = thread.submit(() -> answer(request, givenUp));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            givenUp.set(true);
            throw new InterruptedIOException("the cell was interrupted");
        } catch (ExecutionException e) {
            throw new IOException("the front end cannot be asked any more", e);
        }
    }

    private String answer(Message request, AtomicBoolean givenUp) throws Malformed {
        while (channel.receive(0) != null) {
            // Answers to questions that were given up.
        }
        channel.send(request.reply(
                session, "input_request", Message.object().put("prompt", "").put("password", false)));
        while (!givenUp.get()) {
            Message answer = channel.receive(LOOK_MILLIS);
            if (answer != null && answer.type().equals("input_reply")) {
                return answer.content().path("value").asText();
            }
        }
        return "";
    }

    @Override
    public void close() {
        thread.execute(channel::close);
        thread.shutdown();
    }
}
