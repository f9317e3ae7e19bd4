package org.inversionview.kernel;

import org.inversionview.models.OneLine;

/** A mistake in a command or a file, said in one line: what was wrong, the value, what is allowed. */
public final class UserMistake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserMistake(String message) {
        super(OneLine.of(message));
    }
}
