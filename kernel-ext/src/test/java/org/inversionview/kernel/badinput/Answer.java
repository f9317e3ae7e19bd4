package org.inversionview.kernel.badinput;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What came of a bad input.
 *
 * @param succeeded whether it was done
 * @param name of the error, where a cell failed; else empty
 * @param lines that a person sees of a failure; of a success, all that was shown
 * @param seconds until it came; after an interrupt, from that on
 */
public record Answer(boolean succeeded, String name, List<String> lines, double seconds) {

    /** Longer lines are none that a person reads. */
    private static final int LONGEST = 1_500;

    private static final double PATIENCE = 20;

    /** An interrupt is to take a second; a busy machine may take longer. */
    private static final double PATIENCE_AFTER_INTERRUPT = 3;

    private static final String GOES_ON =
            "its code takes no notice and goes on unseen: restart the kernel to be rid of it";

    /** A secret that the process knows, and never says. */
    public static final String SECRET = "hf_asecret";

    /** Frames of Java's stack traces but for those of cells, and our own confession. */
    private static final Pattern TRACE = Pattern.compile(
            "^\\s*at (?!(.* \\()?(cell \\d|FOLDER|/)).*|.*(This is a fault of InversionView|Exception in thread).*");

    /** Names of Java's classes and packages, and sentences of the libraries. */
    private static final Pattern INTERNALS = Pattern.compile(
            ".*(\\w(Exception|Error)\\b|\\b(java|javax|jdk|sun|com|ai|picocli|org\\.(inversionview|zeromq|eclipse))\\.\\w+\\.\\w"
                    + "|Cannot deserialize|Unrecognized token|Unexpected character|because \"|return value of|\\$\\$|lambda).*");

    /** Returns what is wrong with it, if anything is. */
    Optional<String> complaint(BadInput asked) {
        String all = String.join("\n", lines);
        if (!succeeded && lines.stream().anyMatch(line -> TRACE.matcher(line).matches())) {
            return Optional.of("a stack trace");
        }
        if (all.contains(SECRET)) {
            return Optional.of("a secret");
        }
        if (seconds > (asked.outcome().comesOfInterrupt() ? PATIENCE_AFTER_INTERRUPT : PATIENCE)) {
            return Optional.of("it took %s s".formatted(seconds));
        }
        if (!succeeded
                && asked.outcome() != BadInput.Outcome.FAILS
                && lines.stream().anyMatch(line -> line.length() > LONGEST)) {
            return Optional.of("a line of %s characters"
                    .formatted(lines.stream().mapToInt(String::length).max().orElse(0)));
        }
        boolean fits = switch (asked.outcome()) {
            case REFUSED -> !succeeded && isPlain() && lines.size() == 1;
            case USAGE -> !succeeded && isPlain() && lines.size() == 2;
            case IS_NO_JAVA -> name.equals("CompilationException");
            case FAILS -> !succeeded && name.equals(asked.words());
            case WORKS -> succeeded;
            case IS_INTERRUPTED -> all.contains("interrupted") && isPlain();
            case GOES_ON -> lines.equals(List.of("the cell was interrupted; " + GOES_ON));
        };
        if (!fits) {
            return Optional.of("not as allowed");
        }
        boolean said = asked.outcome() == BadInput.Outcome.FAILS || all.contains(asked.words());
        return said ? Optional.empty() : Optional.of("the words are missing");
    }

    private boolean isPlain() {
        return lines.stream().noneMatch(line -> INTERNALS.matcher(line).matches() || line.isBlank());
    }
}
