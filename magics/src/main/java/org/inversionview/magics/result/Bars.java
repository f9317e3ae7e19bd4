package org.inversionview.magics.result;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.Proportion;

/** Effects and shares as bars. */
final class Bars {

    private Bars() {}

    /** Adds a bar an item. */
    static <T> IntervalBars ofEffects(
            IntervalBars bars, String name, List<T> items, Function<T, String> label, Function<T, Effect> effect) {
        return bars.add(
                name,
                items.stream().map(label).toList(),
                numbers(items, effect, Effect::mean),
                numbers(items, effect, Effect::low),
                numbers(items, effect, Effect::high));
    }

    /** Adds a bar an item. */
    static <T> IntervalBars ofShares(
            IntervalBars bars, String name, List<T> items, Function<T, String> label, Function<T, Proportion> share) {
        return bars.add(
                name,
                items.stream().map(label).toList(),
                numbers(items, share, Proportion::value),
                numbers(items, share, Proportion::low),
                numbers(items, share, Proportion::high));
    }

    private static <T, V> double[] numbers(List<T> items, Function<T, V> value, ToDoubleFunction<V> number) {
        return items.stream().map(value).mapToDouble(number).toArray();
    }
}
