package org.inversionview.models.inversion;

import org.inversionview.models.tokens.Vocabulary;

/**
 * Where a sample comes closest to the query activation.
 *
 * @param position in the sample, 0 = BOS; −1 where no position is admitted
 * @param distance there; infinite where no position is admitted
 */
record MatchedPosition(int position, double distance) {

    /**
     * Returns the closest position of those that hold neither padding nor EOS; the earlier one of equals.
     *
     * @param distances by position; entries beyond the sample are ignored
     */
    static MatchedPosition best(float[] distances, int[] sample, Vocabulary vocabulary) {
        MatchedPosition best = new MatchedPosition(-1, Double.POSITIVE_INFINITY);
        for (int position = 0; position < sample.length; position++) {
            if (isAdmitted(sample[position], vocabulary) && distances[position] < best.distance()) {
                best = new MatchedPosition(position, distances[position]);
            }
        }
        return best;
    }

    static boolean isAdmitted(int token, Vocabulary vocabulary) {
        return token != vocabulary.pad() && token != vocabulary.eos();
    }
}
