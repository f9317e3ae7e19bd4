package org.inversionview.models.http;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Hands an answer's bytes on as long as there are not more than may be; then the transfer ends. */
public final class BoundedBody<T> implements BodySubscriber<T> {

    private final BodySubscriber<T> inner;
    private final long most;
    private long seen;
    private Flow.@Nullable Subscription transfer;

    /**
     * Hands them on to another.
     *
     * @param most bytes that may come
     */
    public BoundedBody(BodySubscriber<T> inner, long most) {
        this.inner = inner;
        this.most = most;
    }

    /** An answer that has more bytes than it may have. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        private TooLong(long most) {
            super(String.format(Locale.ROOT, "the answer is longer than %,d bytes", most));
        }
    }

    @Override
    public CompletionStage<T> getBody() {
        return inner.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        transfer = subscription;
        inner.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        if (seen > most) {
            return;
        }
        seen += bytes.stream().mapToLong(ByteBuffer::remaining).sum();
        if (seen <= most) {
            inner.onNext(bytes);
            return;
        }
        if (transfer != null) {
            transfer.cancel();
        }
        inner.onError(new TooLong(most));
    }

    @Override
    public void onError(Throwable failure) {
        inner.onError(failure);
    }

    @Override
    public void onComplete() {
        if (seen <= most) {
            inner.onComplete();
        }
    }
}
