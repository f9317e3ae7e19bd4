package org.inversionview.models.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Settings of the process that PyTorch finds when it starts.
 *
 * <p>The C library's allocator keeps the memory that one operation freed for the next: with glibc's defaults every large
 * result is mapped from and returned to the system, which costs a fifth to a third of the time at two threads. Threads
 * that wait for each other spin as long as it takes from one operation to the next, and then sleep: spinning on makes a
 * question take five times as long as soon as anything else runs, and waking at every operation takes a fifth of its time where
 * nothing does. What the user has set stays. Elsewhere than on Linux with glibc only DJL is told to keep off the network.
 */
final class NativeSettings {

    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;

    private static final int KEEP_USERS_OWN = 0;

    private static final String POLICY = "OMP_WAIT_POLICY";

    private NativeSettings() {}

    /** Makes the settings, before PyTorch is loaded; returns whether they were taken. */
    static boolean apply() {
        setUnlessGiven("ai.djl.offline", "true"); // DJL says what is missing instead of fetching it
        setUnlessGiven("OPT_OUT_TRACKING", "true");
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            NativeLibrary c = NativeLibrary.getInstance("c");
            if (System.getenv(POLICY) == null) { // the number of turns would go before it
                Function setenv = c.getFunction("setenv");
                PyTorch.THREADS_WAIT.forEach(
                        (name, value) -> setenv.invokeInt(new Object[] {name, value, KEEP_USERS_OWN}));
            }
            Function mallopt = c.getFunction("mallopt");
            boolean ok = set(mallopt, M_MMAP_THRESHOLD, 1 << 30);
            ok &= set(mallopt, M_TRIM_THRESHOLD, Integer.MAX_VALUE);
            ok &= set(mallopt, M_TOP_PAD, 128 << 20);
            return ok & set(mallopt, M_ARENA_MAX, 1);
        } catch (UnsatisfiedLinkError notGlibc) {
            return false;
        }
    }

    private static void setUnlessGiven(String property, String value) {
        System.setProperty(property, System.getProperty(property, value));
    }

    private static boolean set(Function mallopt, int parameter, int value) {
        return mallopt.invokeInt(new Object[] {parameter, value}) == 1;
    }
}
