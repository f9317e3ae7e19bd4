package org.inversionview.models.inversion;

import java.util.Arrays;

/** The area under the ROC curve of a score that is to tell one kind of thing from another. */
final class Auroc {

    private Auroc() {}

    /** Returns the chance that a score of the one is above a score of the other, equal ones counted half; NaN where there is none. */
    static double of(double[] ones, double[] others) {
        double[] sorted = others.clone();
        Arrays.sort(sorted);
        double above = 0;
        for (double score : ones) {
            above += (below(sorted, score) + below(sorted, Math.nextUp(score))) / 2.0;
        }
        return above / ((double) ones.length * sorted.length);
    }

    /** Returns how many of the sorted numbers are below a bound. */
    private static int below(double[] sorted, double bound) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sorted[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
