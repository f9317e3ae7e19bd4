package org.inversionview.models.training;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.Task;

/** Which inputs are kept away from training: a quarter, told by a hash of the tokens, the same for every training. */
public final class HeldOut {

    private static final int ONE_IN = 4;
    private static final int DRAWS = 10_000;

    private HeldOut() {}

    /** Returns whether the input is kept away from training. */
    public static boolean contains(int[] input) {
        long hash = 0xcbf29ce484222325L; // FNV-1a
        for (int token : input) {
            hash = (hash ^ token) * 0x100000001b3L;
        }
        hash ^= hash >>> 32; // the low bits of FNV alone follow the last token
        return Math.floorMod(hash, ONE_IN) == 0;
    }

    /**
     * Returns an input of the task that is held out, or one that is not.
     *
     * @throws InvalidRequestException if the task has too few inputs for both to occur
     */
    public static int[] sample(Task task, boolean heldOut, RandomGenerator random) {
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] input = task.sample(random);
            if (contains(input) == heldOut) {
                return input;
            }
        }
        throw new InvalidRequestException(
                "task",
                task.name(),
                String.format(
                        Locale.ROOT,
                        "none of %,d inputs drawn is %s; it needs more different inputs",
                        DRAWS,
                        heldOut ? "held out (a quarter should be)" : "there to train on"));
    }
}
