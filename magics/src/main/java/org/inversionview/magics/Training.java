package org.inversionview.magics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inversionview.magics.chart.TrainingChart;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.TrainingView;
import org.inversionview.magics.view.View;
import org.inversionview.models.training.Progress;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * A training, as {@code %train} shows it while it runs and returns it at its end.
 *
 * @param what is trained, in a few words
 * @param folder where checkpoint, weights and card are
 * @param headline which of the readings' values the chart shows
 * @param losses heard so far, in the order of their steps
 * @param readings of what was measured on the way, in the order of their steps
 * @param latest where it stands; null before the first report
 * @param state whether it runs, was stopped or has ended
 */
public record Training(
        String what,
        String folder,
        String headline,
        List<Loss> losses,
        List<Reading> readings,
        @Nullable Latest latest,
        State state)
        implements View {

    /** Whether a training runs. */
    public enum State {
        RUNNING,
        STOPPED,
        ENDED
    }

    /**
     * Mean loss since the report before, nats a token.
     *
     * @param step up to which
     */
    public record Loss(long step, double value) {}

    /**
     * What was measured at a step.
     *
     * @param values by name, such as the in-preimage rate of each site
     */
    public record Reading(long step, Map<String, Double> values) {}

    /**
     * Where a training stands.
     *
     * @param steps in all
     * @param secondsLeft estimated time to the end
     */
    public record Latest(long step, long steps, double stepsPerSecond, long secondsLeft) {}

    public Training {
        losses = List.copyOf(losses);
        readings = List.copyOf(readings);
    }

    /** Returns a training of which nothing was heard yet. */
    public static Training begun(String what, String folder, String headline) {
        return new Training(what, folder, headline, List.of(), List.of(), null, State.RUNNING);
    }

    /** Returns the same with one more report. */
    public Training with(Progress progress) {
        List<Loss> allLosses = new ArrayList<>(losses);
        if (Double.isFinite(progress.loss())) {
            allLosses.add(new Loss(progress.step(), progress.loss()));
        }
        List<Reading> allReadings = new ArrayList<>(readings);
        progress.reading().ifPresent(reading -> allReadings.add(new Reading(progress.step(), reading.values())));
        Latest now = new Latest(
                progress.step(),
                progress.steps(),
                progress.stepsPerSecond(),
                progress.left().toSeconds());
        return new Training(what, folder, headline, allLosses, allReadings, now, state);
    }

    /** Returns the same, ended or stopped. */
    public Training with(State other) {
        return new Training(what, folder, headline, losses, readings, latest, other);
    }

    /** Returns the readings' values of the headline; NaN where one lacks it. */
    public List<Double> headlines() {
        return readings.stream()
                .map(reading -> reading.values().getOrDefault(headline, Double.NaN))
                .toList();
    }

    /** Returns the losses: columns step and loss. */
    public Table table() {
        return Table.create(
                "losses of " + what,
                LongColumn.create("step", losses.stream().mapToLong(Loss::step).toArray()),
                DoubleColumn.create(
                        "loss", losses.stream().mapToDouble(Loss::value).toArray()));
    }

    /** Returns the curve of the loss, and of what was measured on the way. */
    public XYChart chart() {
        return TrainingChart.of(this);
    }

    @Override
    public MimeBundle bundle() {
        return TrainingView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
