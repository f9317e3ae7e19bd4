package org.inversionview.models.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request that is under way.
 *
 * @param answer as Java's client promises it, its body included
 * @param doing what is done, for messages: {@code fetching from https://huggingface.co}; no secret stands in it
 */
public record Exchange<T>(CompletableFuture<HttpResponse<T>> answer, String doing) {

    private static final long POLL_MILLIS = 100;

    /** Called again and again while a request is under way; what it throws ends the request. */
    @FunctionalInterface
    public interface Watch {
        void look() throws IOException;

        /**
         * Ends a request that takes too long as a whole, however steadily something arrives.
         *
         * @param late what is then said
         */
        static Watch until(Duration most, String late) {
            long start = System.nanoTime();
            return () -> {
                if (System.nanoTime() - start > most.toNanos()) {
                    throw new IOException(late);
                }
            };
        }
    }

    /**
     * Returns the whole answer, whatever its status.
     *
     * @throws BoundedBody.TooLong if its body has more bytes than it may have
     * @throws IOException in one line, if there is none
     * @throws CancellationException if the thread is interrupted
     */
    public HttpResponse<T> await(Watch watch) throws IOException {
        try {
            while (true) {
                try {
                    return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + doing);
        } catch (ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BoundedBody.TooLong tooLong) {
                    throw tooLong;
                }
            }
            throw new IOException("%s failed (%s)".formatted(doing, reason(e)), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String reason(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
