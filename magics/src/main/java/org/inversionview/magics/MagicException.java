package org.inversionview.magics;

/** A user's mistake, said in one line: what was wrong, the value, what is allowed, what to do next. */
public final class MagicException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MagicException(String message) {
        super(message);
    }

    public MagicException(String message, Throwable cause) {
        super(message, cause);
    }
}
