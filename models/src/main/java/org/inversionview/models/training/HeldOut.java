package org.inversionview.models.training;

import java.util.random.RandomGenerator;
import org.inversionview.models.tasks.Task;

/** Which inputs are kept away from training: a quarter, told by a hash of the tokens, the same for every training. */
public final class HeldOut {

    private static final int ONE_IN = 4;

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

    /** Returns an input of the task that is held out, or one that is not. */
    public static int[] sample(Task task, boolean heldOut, RandomGenerator random) {
        int[] input = task.sample(random);
        while (contains(input) != heldOut) {
            input = task.sample(random);
        }
        return input;
    }
}
