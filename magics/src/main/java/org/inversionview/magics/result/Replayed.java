package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.drift.Difference;
import org.inversionview.magics.drift.Drift;
import org.inversionview.magics.view.Numbers;

/**
 * A result that was computed again.
 *
 * @param where it was kept
 * @param kind name and version of its JSON form
 * @param lines that computed it again
 * @param verdict in one word
 * @param drift what is different; nothing where it could not be computed again
 * @param why it could not; empty where it could
 */
public record Replayed(
        String where, String kind, List<String> lines, Verdict verdict, Optional<Drift> drift, String why) {

    /** What came of it. */
    public enum Verdict {
        /** Every number to the last digit. */
        IDENTICAL,
        WITHIN_ROUNDING,
        DIFFERENT,
        /** Its lines could not be run here. */
        FAILED,
        /** There are no lines that compute it again. */
        NOT_REPEATABLE;

        /** Returns it in words. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public Replayed {
        lines = List.copyOf(lines);
    }

    /** Returns a result that was computed again. */
    public static Replayed of(Recorded recorded, Result now) {
        Drift drift = recorded.drift(now);
        Verdict verdict =
                drift.isNone() ? Verdict.IDENTICAL : drift.isRounding() ? Verdict.WITHIN_ROUNDING : Verdict.DIFFERENT;
        return new Replayed(recorded.where(), recorded.kind(), recorded.lines(), verdict, Optional.of(drift), "");
    }

    /** Returns a result that could not be computed again. */
    public static Replayed not(Recorded recorded, Verdict verdict, String why) {
        return new Replayed(recorded.where(), recorded.kind(), recorded.lines(), verdict, Optional.empty(), why);
    }

    /** Returns what came of it in a line. */
    public String line() {
        return "%s: %s".formatted(where, drift.map(this::said).orElse("%s: %s".formatted(verdict.words(), why)));
    }

    private String said(Drift found) {
        String differing = found.largest()
                .map(largest -> ": %s of %s numbers differ, by %s at most (%s), in proportion by %s (%s)"
                        .formatted(
                                Numbers.count(found.differing()),
                                Numbers.count(found.numbers()),
                                scientific(largest.absolute().absolute()),
                                largest.absolute().path(),
                                scientific(largest.relative().relative()),
                                largest.relative().path()))
                .orElse(": %s numbers".formatted(Numbers.count(found.numbers())));
        String beyond =
                found.beyond() == 0 ? "" : "; %s values by more than rounding".formatted(Numbers.count(found.beyond()));
        String reasons = found.reasons().isEmpty()
                ? ""
                : "; what was different before: "
                        + found.reasons().stream().map(Replayed::change).collect(Collectors.joining(", "));
        return verdict.words() + differing + beyond + reasons + ".";
    }

    private static String change(Difference reason) {
        return "%s %s → %s".formatted(reason.path(), reason.recorded(), reason.now());
    }

    private static String scientific(double value) {
        return String.format(Locale.ROOT, "%.1e", value);
    }
}
