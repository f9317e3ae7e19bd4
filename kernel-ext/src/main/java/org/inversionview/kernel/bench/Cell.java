package org.inversionview.kernel.bench;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.inversionview.kernel.UserMistake;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * A site and a position, at which queries are drawn and not chosen.
 *
 * @param position as the task names it
 */
record Cell(ActivationSite site, String position) {

    private static final int TRIES = 1000; // until an input has the position

    /** Returns what was written as {@code SITE@POS}. */
    static Cell parse(String text) {
        String[] parts = text.split("@", 2);
        if (parts.length < 2) {
            throw new UserMistake("--cells=%s: write SITE@POS, such as a1.3@S3".formatted(text));
        }
        return new Cell(ActivationSite.parse(parts[0]), parts[1]);
    }

    /** Returns a query of an input of the task that has the position. */
    Query drawn(Task task, RandomGenerator random) {
        Positions.require(task, position);
        for (int tried = 0; tried < TRIES; tried++) {
            int[] input = task.sample(random);
            OptionalInt found = Positions.find(task, input, position);
            if (found.isPresent()) {
                return new Query(input, site, found.getAsInt());
            }
        }
        throw new UserMistake("hardly an input has the position %s: choose another".formatted(position));
    }

    @Override
    public String toString() {
        return site.shortName() + "@" + position;
    }
}
