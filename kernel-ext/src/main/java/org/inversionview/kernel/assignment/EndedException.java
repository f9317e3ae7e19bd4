package org.inversionview.kernel.assignment;

/** A submission's process has ended before its last cell; the message says why, in words. */
final class EndedException extends Exception {

    private static final long serialVersionUID = 1L;

    EndedException(String message) {
        super(message);
    }
}
