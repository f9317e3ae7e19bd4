package org.inversionview.models.inversion;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The pools that were asked for last, bounded in number and in bytes; the one in use always stays. */
final class RecentPools {

    private final int most;
    private final long mostBytes;
    private final Map<String, InputPool> pools = new LinkedHashMap<>(16, 0.75f, true); // last used last

    RecentPools(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Returns the pool of that name, made where it is not at hand. */
    InputPool get(String name, Supplier<InputPool> maker) {
        InputPool before = pools.get(name);
        if (before != null) {
            return before;
        }
        InputPool pool = maker.get();
        pools.put(name, pool);
        forgetWhatIsTooMuch();
        return pool;
    }

    private void forgetWhatIsTooMuch() {
        long bytes = pools.values().stream().mapToLong(InputPool::bytes).sum();
        Iterator<InputPool> oldestFirst = pools.values().iterator();
        while (pools.size() > 1 && (pools.size() > most || bytes > mostBytes)) {
            bytes -= oldestFirst.next().bytes();
            oldestFirst.remove();
        }
    }

    /** Returns how many are at hand. */
    int size() {
        return pools.size();
    }
}
