package org.inversionview.models.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Settings of the C library's allocator that suit tensors: memory freed by one operation is kept for the next.
 *
 * <p>With glibc's defaults every large result is mapped from and returned to the system, which costs a fifth to a third
 * of the time at two threads. Elsewhere than on Linux with glibc nothing happens.
 */
public final class NativeMemory {

    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;

    private NativeMemory() {}

    /** Tells the allocator to keep freed memory; returns whether it took the settings. */
    public static boolean keepFreed() {
        if (!Platform.isLinux()) {
            return false;
        }
        try {
            Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
            boolean ok = set(mallopt, M_MMAP_THRESHOLD, 1 << 30);
            ok &= set(mallopt, M_TRIM_THRESHOLD, Integer.MAX_VALUE);
            ok &= set(mallopt, M_TOP_PAD, 128 << 20);
            return ok & set(mallopt, M_ARENA_MAX, 1);
        } catch (UnsatisfiedLinkError notGlibc) {
            return false;
        }
    }

    private static boolean set(Function mallopt, int parameter, int value) {
        return mallopt.invokeInt(new Object[] {parameter, value}) == 1;
    }
}
