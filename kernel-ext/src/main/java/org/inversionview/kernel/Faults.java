package org.inversionview.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Says what is wrong with InversionView itself, so that it can be mended. */
public final class Faults {

    /** What stands below a stack trace of ours. */
    public static final String REPORT =
            "This is a fault of InversionView, not yours: please report it with the lines above.";

    private static final int MOST = 60;
    private static final String OURS = "org.inversionview.";
    private static final String CALLS = OURS + "kernel.cell.MagicCalls";
    private static final Set<String> RUN_MAGICS = Set.of("show", "value");

    private Faults() {}

    /** Tells whether something was thrown in a class of ours. */
    public static boolean isOurs(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return frames.length > 0 && frames[0].getClassName().startsWith(OURS);
    }

    /** Tells whether a magic is run here, called by a cell. */
    public static boolean callsMagic(StackTraceElement frame) {
        return frame.getClassName().equals(CALLS) && RUN_MAGICS.contains(frame.getMethodName());
    }

    /** Returns all that is to be said of a fault, as lines. */
    public static List<String> report(Throwable fault) {
        List<String> lines = new ArrayList<>(List.of(fault.getClass().getName()));
        lines.addAll(frames(fault.getStackTrace()));
        lines.add(REPORT);
        return lines;
    }

    /** Returns a stack trace as lines, down to where a cell called a magic. */
    public static List<String> frames(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .limit(MOST)
                .takeWhile(frame -> !callsMagic(frame))
                .map(frame -> "    at " + frame)
                .toList();
    }
}
