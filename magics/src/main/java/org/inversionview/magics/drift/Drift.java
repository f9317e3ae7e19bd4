package org.inversionview.magics.drift;

import java.util.List;
import java.util.Optional;

/**
 * What is different in a result that was computed again.
 *
 * @param numbers how many were compared
 * @param differing how many of them are not the same to the last digit
 * @param beyond how many values, numbers or not, differ by more than rounding
 * @param largest the largest difference of two numbers, and the largest as a share of them; nothing where none differs
 * @param reasons what was different before anything was computed: weights, device, versions, settings
 * @param values the first of those that differ by more than rounding
 */
public record Drift(
        int numbers,
        int differing,
        int beyond,
        Optional<Largest> largest,
        List<Difference> reasons,
        List<Difference> values) {

    /**
     * Largest differences of two numbers.
     *
     * @param absolute by how much
     * @param relative by which share of the larger number
     */
    public record Largest(Difference absolute, Difference relative) {

        Largest with(Difference other) {
            return new Largest(
                    other.absolute() > absolute.absolute() ? other : absolute,
                    other.relative() > relative.relative() ? other : relative);
        }
    }

    public Drift {
        reasons = List.copyOf(reasons);
        values = List.copyOf(values);
    }

    /** Returns whether every value is the same, to the last digit. */
    public boolean isNone() {
        return differing == 0 && beyond == 0;
    }

    /** Returns whether what differs are numbers, by no more than rounding. */
    public boolean isRounding() {
        return beyond == 0;
    }
}
