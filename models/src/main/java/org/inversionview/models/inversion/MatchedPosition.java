package org.inversionview.models.inversion;

import java.util.OptionalInt;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Where a sample is compared with the query activation.
 *
 * @param position in the sample, 0 = BOS; −1 where no position is admitted
 * @param distance there; infinite where no position is admitted
 */
record MatchedPosition(int position, double distance) {

    private static final MatchedPosition NONE = new MatchedPosition(-1, Double.POSITIVE_INFINITY);

    /**
     * Returns the closest position, or the one that {@code match} names if this sample has it and it is not padding.
     *
     * @param match {@code best}, a number, a negative number or a name
     * @param distances by position
     */
    static MatchedPosition of(String match, float[] distances, int[] sample, Task task) {
        if (match.equals(SamplingSettings.BEST)) {
            return best(distances, sample, task.vocabulary());
        }
        OptionalInt position = Positions.find(task, sample, match);
        if (position.isEmpty() || !isAdmitted(sample[position.getAsInt()], task.vocabulary())) {
            return NONE;
        }
        return new MatchedPosition(position.getAsInt(), distances[position.getAsInt()]);
    }

    /** Returns the closest position of those that hold neither padding nor EOS; the earlier one of equals. */
    static MatchedPosition best(float[] distances, int[] sample, Vocabulary vocabulary) {
        MatchedPosition best = NONE;
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
