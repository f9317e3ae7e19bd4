package org.inversionview.magics.check;

import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.inversionview.models.OneLine;
import org.inversionview.models.inversion.Proportion;
import org.jspecify.annotations.Nullable;

/**
 * One check of an answer: {@code Check.that("how many lie inside").hint("p.inside()").between(100, 700, n)}. It passes in
 * silence, or throws a {@link CheckFailure}.
 *
 * @param what is checked, in words
 * @param look at what, if it fails; may be empty
 */
public record Check(String what, String look) {

    /** Returns a check of what the words say. */
    public static Check that(String what) {
        return new Check(what, "");
    }

    /** Checks that something holds. */
    public static void that(String what, boolean holds) {
        that(what).holds(holds);
    }

    /** Returns the same check, which says where to look if it fails. */
    public Check hint(String lookAt) {
        return new Check(what, lookAt);
    }

    /** Checks that something holds. */
    public void holds(boolean holds) {
        if (!holds) {
            throw failure("this does not hold");
        }
    }

    /** Checks that something is the expected value; whole numbers of any type are compared as numbers. */
    public void equal(@Nullable Object expected, @Nullable Object got) {
        if (!Objects.equals(comparable(expected), comparable(got))) {
            throw failure(expected, got);
        }
    }

    /**
     * Checks that a number is within a tolerance of the expected one: for what another processor rounds elsewhere.
     *
     * @param tolerance at least 0
     */
    public void near(double expected, double tolerance, double got) {
        if (!(Math.abs(expected - got) <= tolerance)) {
            throw wrong("%s ± %s".formatted(expected, tolerance), got);
        }
    }

    /** Checks that a number lies from one to another, both included. */
    public void between(double low, double high, double got) {
        if (!(low <= got && got <= high)) {
            throw wrong("from %s to %s".formatted(low, high), got);
        }
    }

    /**
     * Checks a share that was counted in samples: the 95 % interval that the count leaves open meets what is expected.
     *
     * @param low least expected share, from 0 to 1
     * @param high largest expected share, from 0 to 1
     * @param hits how often it was seen
     * @param trials how often it could have been seen, above 0
     */
    public void share(double low, double high, long hits, long trials) {
        if (hits < 0 || trials < 1 || hits > trials || trials > Integer.MAX_VALUE) {
            throw wrong("a share of one sample or more", hits + " of " + trials);
        }
        Proportion share = new Proportion((int) hits, (int) trials);
        if (share.high() < low || share.low() > high) {
            throw wrong(
                    "a share from %s to %s".formatted(low, high),
                    String.format(Locale.ROOT, "%s of %s (%.3f to %.3f)", hits, trials, share.low(), share.high()));
        }
    }

    /** Checks that something is among the expected values. */
    public void among(Collection<?> expected, @Nullable Object got) {
        if (expected.stream()
                .noneMatch(each -> Objects.equals(each, got))) { // an answer is not asked whether it is equal
            throw wrong("one of " + brief(expected), brief(got));
        }
    }

    /** Returns what is thrown where another value came than was expected. */
    CheckFailure failure(@Nullable Object expected, @Nullable Object got) {
        return wrong(brief(expected), brief(got));
    }

    /** As above, of what is in words already. */
    CheckFailure wrong(String expected, Object got) {
        return failure("expected %s, got %s".formatted(expected, got));
    }

    private CheckFailure failure(String problem) {
        String tail = look.isEmpty() ? "" : ". Look at " + look;
        return new CheckFailure(what + ": " + problem + tail);
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof Integer || value instanceof Short || value instanceof Byte
                ? Long.valueOf(((Number) value).longValue())
                : value;
    }

    private static String brief(@Nullable Object value) {
        return value instanceof String text ? "\"" + OneLine.brief(text) + "\"" : OneLine.brief(String.valueOf(value));
    }
}
