package org.inversionview.models.decoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Numbers from 0 to 1, one for each position of each row of a request: drawn position by position, whoever asks first, so that
 * they do not depend on how its rows are cut into parts.
 */
final class UniformNumbers {

    private final RandomGenerator random;
    private final int rows;
    private final List<double[]> drawn = new ArrayList<>();

    UniformNumbers(RandomGenerator random, int rows) {
        this.random = random;
        this.rows = rows;
    }

    /** Returns the numbers of the rows from {@code from} to {@code to} (exclusive). Safe to call from several threads. */
    synchronized double[] at(int position, int from, int to) {
        while (drawn.size() <= position) {
            drawn.add(random.doubles(rows).toArray()); // also for rows that have ended
        }
        return Arrays.copyOfRange(drawn.get(position), from, to);
    }
}
