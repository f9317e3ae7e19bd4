package org.inversionview.magics;

import org.inversionview.models.OneLine;

/** A user's mistake, said in one line: what was wrong, the value, what is allowed, what to do next. */
public final class MagicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MagicException(String message) {
        super(OneLine.of(message));
    }

    public MagicException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
