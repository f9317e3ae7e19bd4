package org.inversionview.spark;

/** That an executor can do none of the sweep's items: it lacks the model, or cannot write. In one line. */
final class UnfitExecutorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnfitExecutorException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
