package org.inversionview.kernel.host;

/**
 * A user's mistake, said in one line. An error without a trace: of any other throwable the kernels show their own stack
 * frames and drop the cause.
 */
final class MagicMistake extends Error {

    private static final long serialVersionUID = 1L;

    MagicMistake(String message) {
        super(message, null, false, false);
    }
}
