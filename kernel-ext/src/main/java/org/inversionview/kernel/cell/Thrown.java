package org.inversionview.kernel.cell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/** Reads what user's code threw, which may be anything: its message may fail, and its causes may go round. */
final class Thrown {

    private static final int MOST_CAUSES = 20;
    private static final int MOST_CHARS = 10_000;

    private Thrown() {}

    /** Returns a message, cut where it is very long; null if there is none. */
    static @Nullable String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null || message.length() <= MOST_CHARS
                    ? message
                    : String.format(
                            Locale.ROOT,
                            "%s… (cut after %,d of %,d characters)",
                            message.substring(0, MOST_CHARS),
                            MOST_CHARS,
                            message.length());
        } catch (Throwable failed) {
            return "(its message cannot be read: %s)"
                    .formatted(failed.getClass().getName());
        }
    }

    /** Returns where it was thrown; nothing where that cannot be read. */
    static StackTraceElement[] frames(Throwable thrown) {
        try {
            return Arrays.stream(thrown.getStackTrace())
                    .filter(Objects::nonNull)
                    .toArray(StackTraceElement[]::new);
        } catch (Throwable failed) {
            return new StackTraceElement[0];
        }
    }

    /** Returns an exception and its causes, each once. */
    static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable next = thrown;
        while (next != null && seen.add(next) && chain.size() < MOST_CAUSES) {
            chain.add(next);
            next = cause(next);
        }
        return chain;
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable failed) {
            return failed;
        }
    }

    /** Returns what JShell makes its exception of, causes included. */
    static RunException toJShell(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        RunException made = converted(chain.get(chain.size() - 1));
        for (int i = chain.size() - 2; i >= 0; i--) {
            RunException outer = converted(chain.get(i));
            outer.initCause(made);
            made = outer;
        }
        return made;
    }

    private static RunException converted(Throwable thrown) {
        return thrown instanceof SPIResolutionException unresolved
                ? new ResolutionException(unresolved.id(), frames(unresolved))
                : new UserException(message(thrown), thrown.getClass().getName(), frames(thrown));
    }
}
