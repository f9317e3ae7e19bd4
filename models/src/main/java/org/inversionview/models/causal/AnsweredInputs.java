package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/** Draws inputs that have an answer at some position. */
public final class AnsweredInputs {

    private static final int DRAWS_AN_INPUT = 1000;

    private AnsweredInputs() {}

    /**
     * Returns inputs of a task.
     *
     * @param answer position that all of them have, behind the first token
     * @param admitted which of them are wanted
     * @param count how many, from 1
     * @throws InvalidRequestException if too few are found, or the answer would be the first token, which nothing predicts
     * @throws CancellationException if the thread is interrupted
     */
    public static List<int[]> draw(
            Task task, String answer, Predicate<int[]> admitted, int count, RandomGenerator random) {
        List<int[]> drawn = new ArrayList<>();
        for (long draw = 0; draw < (long) DRAWS_AN_INPUT * count && drawn.size() < count; draw++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        String.format(Locale.ROOT, "interrupted after %,d of %,d inputs", drawn.size(), count));
            }
            int[] input = task.sample(random);
            OptionalInt position = Positions.find(task, input, answer);
            if (position.orElse(-1) == 0) {
                throw new InvalidRequestException("answer position", answer, "nothing comes before position 0");
            }
            if (position.isPresent() && admitted.test(input)) {
                drawn.add(input);
            }
        }
        if (drawn.size() < count) {
            throw new InvalidRequestException(
                    "number of inputs",
                    count,
                    "%s were found that have the position %s and meet the conditions: loosen the conditions"
                            .formatted(drawn.size(), answer));
        }
        return drawn;
    }
}
