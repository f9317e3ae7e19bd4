package org.inversionview.models;

import org.jspecify.annotations.Nullable;

/**
 * Something was asked of the engine that cannot be done: what it was, the value, and what is allowed.
 *
 * <p>Thrown for what a person asked wrongly, and for nothing else: whoever shows it shows its one line, and every other
 * exception as a fault of the software. The engine speaks of models, sites and inputs; how a person writes them (an option of
 * a magic or of a command) is for the caller to add, who finds the three parts apart here.
 */
public final class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String value;
    private final String allowed;

    /**
     * Says what was asked wrongly; the message is {@code WHAT VALUE: ALLOWED}.
     *
     * @param what was asked about, in the engine's words: {@code epsilon}, {@code site}, {@code position}, {@code task}
     * @param value as it was given, which may be anything; an empty text where the mistake is that nothing was
     * @param allowed what is wrong with it and what is allowed, without a full stop
     */
    public InvalidRequestException(String what, Object value, String allowed) {
        this(what, value, allowed, null);
    }

    /** As above, with what led to it. */
    public InvalidRequestException(String what, Object value, String allowed, @Nullable Throwable cause) {
        super(OneLine.of("%s%s: %s".formatted(what, shown(value).isEmpty() ? "" : " " + shown(value), allowed)), cause);
        this.what = what;
        this.value = shown(value);
        this.allowed = allowed;
    }

    private static String shown(Object value) {
        return OneLine.of(String.valueOf(value));
    }

    /** Returns what was asked about, in the engine's words. */
    public String what() {
        return what;
    }

    /** Returns the value as it can be shown; may be empty. */
    public String value() {
        return value;
    }

    /** Returns what is wrong with the value and what is allowed. */
    public String allowed() {
        return allowed;
    }
}
