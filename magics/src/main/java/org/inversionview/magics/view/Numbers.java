package org.inversionview.magics.view;

import java.util.Locale;

/** Numbers as sentences and tables say them. */
public final class Numbers {

    private Numbers() {}

    /** Returns three decimals; a dash for what is no number. */
    public static String measured(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
    }

    /** Returns a number that a person chose, such as ε, as short as it can be said. */
    public static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    /** Returns a share in percent with one decimal. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Returns a count with separators: {@code 1,024}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
