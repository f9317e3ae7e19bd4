package org.inversionview.magics.drift;

/**
 * How far two numbers may be apart that are the same but for rounding.
 *
 * @param absolute difference that is always allowed
 * @param relative difference that is allowed beside it, as a share of the larger number
 */
public record Rounding(double absolute, double relative) {

    /** What single precision makes of the same sums on another processor, another Java or over another number of threads. */
    public static final Rounding FLOAT32 = new Rounding(1e-5, 1e-4);

    /** Returns whether two numbers are no farther apart. */
    public boolean covers(double one, double other) {
        return Math.abs(one - other) <= absolute + relative * Math.max(Math.abs(one), Math.abs(other));
    }
}
