package org.inversionview.kernel.cell;

import java.util.List;
import org.inversionview.magics.MagicException;

/** A cell that failed, in the words that its user sees. Has no stack trace of its own. */
public final class CellFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** Java can ask a thread to end, and no more. */
    private static final String GOES_ON =
            "; its code takes no notice and goes on unseen: restart the kernel to be rid of it";

    private final String name;
    private final String value;
    private final List<String> traceback;

    /**
     * @param name class of the error, without its package
     * @param value what went wrong; may be empty
     * @param traceback lines to show, without line breaks
     */
    CellFailure(String name, String value, List<String> traceback) {
        super(value, null, false, false);
        this.name = name;
        this.value = value;
        this.traceback = List.copyOf(traceback);
    }

    /** Returns a failure that one line says. */
    public static CellFailure of(String name, String message) {
        return new CellFailure(name, message, List.of(message));
    }

    static CellFailure of(MagicException mistake) {
        return of("MagicException", String.valueOf(mistake.getMessage()));
    }

    /**
     * Returns the failure of a cell that was interrupted.
     *
     * @param goesOn whether its code did not end by that
     */
    static CellFailure interrupted(boolean goesOn) {
        return of("InterruptedException", "the cell was interrupted" + (goesOn ? GOES_ON : ""));
    }

    /** Returns the error's class without its package, such as {@code ArithmeticException}. */
    public String name() {
        return name;
    }

    /** Returns what went wrong; may be empty. */
    public String value() {
        return value;
    }

    /** Returns the lines to show. */
    public List<String> traceback() {
        return traceback;
    }
}
