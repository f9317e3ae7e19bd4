package org.inversionview.models.training;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.engine.WorkProgress;

/**
 * Where a training stands.
 *
 * @param step steps done
 * @param steps steps in all
 * @param loss mean loss of the steps since the last report, nats a token; NaN if there were none
 * @param stepsPerSecond since the last report
 * @param left estimated time to the end
 * @param reading what was measured at this step, if anything
 * @param preparation what is being made ready before this step, if anything: then the loss is NaN, the pace 0, and
 *     the time that of the preparation
 */
public record Progress(
        long step,
        long steps,
        double loss,
        double stepsPerSecond,
        Duration left,
        Optional<Reading> reading,
        Optional<String> preparation) {

    /** Tells of steps that were made. */
    public Progress(
            long step, long steps, double loss, double stepsPerSecond, Duration left, Optional<Reading> reading) {
        this(step, steps, loss, stepsPerSecond, left, reading, Optional.empty());
    }

    /**
     * Tells of what a step needs.
     *
     * @param what is being done, in a few words
     */
    public static Progress preparing(long step, long steps, String what, WorkProgress work) {
        double left = work.share() > 0 ? work.seconds() * (1 - work.share()) / work.share() : 0;
        return new Progress(
                step,
                steps,
                Double.NaN,
                0,
                Duration.ofMillis(Math.round(1e3 * left)),
                Optional.empty(),
                Optional.of(String.format(Locale.ROOT, "%s, %.0f %%", what, 1e2 * work.share())));
    }

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
        String doing = preparation.orElseGet(
                () -> String.format(Locale.ROOT, "loss %.4f  %.1f steps/s", loss, stepsPerSecond));
        return String.format(
                Locale.ROOT,
                "step %,d of %,d  %s  %s:%02d:%02d left%s",
                step,
                steps,
                doing,
                left.toHours(),
                left.toMinutesPart(),
                left.toSecondsPart(),
                reading.map(it -> "  " + it.text()).orElse(""));
    }
}
