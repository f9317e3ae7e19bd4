package org.inversionview.models.fuzz;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Ends a property after so many seconds, {@code -Dinversionview.fuzz.seconds}, instead of so many tries. */
public final class ForAWhile implements AroundTryHook {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("inversionview.fuzz.seconds", 2));

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor test, List<Object> parameters) {
        Store<Long> start = Store.getOrCreate(ForAWhile.class, Lifespan.PROPERTY, () -> System.nanoTime());
        TryExecutionResult result = test.execute(parameters);
        boolean over = System.nanoTime() - start.get() > TIME.toNanos();
        return result.isSatisfied() && over ? TryExecutionResult.satisfied(true) : result;
    }
}
