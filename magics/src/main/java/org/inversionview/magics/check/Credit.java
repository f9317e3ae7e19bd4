package org.inversionview.magics.check;

import java.io.PrintStream;
import java.util.Objects;

/**
 * The points of a check that has parts, each for itself: a cell that checks ends with {@code credit.points()}, a number, which
 * counts as its points as nbgrader does it. Parts that are missed say why at once.
 */
public final class Credit {

    /** What a line says of a part that was missed, behind its points and before the reason. */
    public static final String MISSED = " of these points missed: ";

    private final PrintStream out;
    private double points;

    /** Begins with none; what is missed is printed. */
    public Credit() {
        this(System.out);
    }

    Credit(PrintStream out) {
        this.out = out;
    }

    /** What a part checks; whatever it throws, the part is missed. */
    @FunctionalInterface
    public interface Part {
        void check() throws Exception;
    }

    /**
     * Adds the points of a part, if it passes.
     *
     * @param worth points, above 0
     */
    public Credit worth(double worth, Part part) {
        if (!(worth > 0)) {
            throw new IllegalArgumentException("a part of %s points: give more than 0".formatted(worth));
        }
        try {
            part.check();
            points += worth;
        } catch (CheckFailure missed) {
            miss(worth, String.valueOf(missed.getMessage()));
        } catch (NullPointerException nothing) {
            miss(worth, Unanswered.said(nothing.getMessage()).orElseGet(() -> named(nothing)));
        } catch (Exception | AssertionError | StackOverflowError thrown) {
            miss(worth, named(thrown));
        }
        return this;
    }

    private static String named(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": " + Objects.requireNonNullElse(thrown.getMessage(), "");
    }

    private void miss(double worth, String why) {
        out.println(plain(worth) + MISSED + why);
    }

    /** Returns the points of the parts that passed. */
    public double points() {
        return points;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString(Math.round(number)) : Double.toString(number);
    }
}
