package org.inversionview.magics.check;

import org.inversionview.models.OneLine;

/** A check that an answer does not pass, said in one line: what was expected, what came, what to look at. */
public final class CheckFailure extends AssertionError {

    private static final long serialVersionUID = 1L;

    CheckFailure(String message) {
        super(OneLine.of(message));
    }
}
