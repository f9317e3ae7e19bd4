package org.inversionview.magics.drift;

/**
 * A value that came out differently.
 *
 * @param path of it, such as {@code data.samples[3].distance}
 * @param recorded as JSON, shortened
 * @param now as JSON, shortened
 * @param absolute difference of two numbers; NaN of what are no two numbers
 * @param relative the same as a share of the larger number
 */
public record Difference(String path, String recorded, String now, double absolute, double relative) {

    /** Makes one of two numbers. */
    static Difference ofNumbers(String path, Number recorded, Number now) {
        double one = recorded.doubleValue();
        double other = now.doubleValue();
        double absolute = Math.abs(one - other);
        return new Difference(
                path,
                recorded.toString(),
                now.toString(),
                absolute,
                absolute / Math.max(Math.abs(one), Math.abs(other)));
    }

    /** Makes one of values that are no two numbers. */
    static Difference ofValues(String path, String recorded, String now) {
        return new Difference(path, recorded, now, Double.NaN, Double.NaN);
    }
}
