package org.inversionview.models.training;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a training stands.
 *
 * @param step steps done
 * @param steps steps in all
 * @param loss mean loss of the steps since the last report, nats a token; NaN if there were none
 * @param stepsPerSecond since the last report
 * @param left estimated time to the end
 * @param reading what was measured at this step, if anything
 */
public record Progress(
        long step, long steps, double loss, double stepsPerSecond, Duration left, Optional<Reading> reading) {

    /**
     * What was measured on the way.
     *
     * @param text in one line
     * @param values by name, such as the in-preimage rate of each site
     */
    public record Reading(String text, Map<String, Double> values) {

        public Reading {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values)); // in their order
        }
    }

    /** Hears of progress. */
    @FunctionalInterface
    public interface Listener {
        void on(Progress progress);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "step %,d of %,d  loss %.4f  %.1f steps/s  %s:%02d:%02d left%s",
                step,
                steps,
                loss,
                stepsPerSecond,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart(),
                reading.map(it -> "  " + it.text()).orElse(""));
    }
}
