package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.magics.chart.TrainingChart;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.training.Progress;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %train} shows while it runs and returns at its end: a training.
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
        implements Result {

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
     * @param stepsPerSecond 0 where something is made ready
     * @param secondsLeft estimated time to the end; of what is made ready, where something is
     * @param preparation what is made ready for the step, and how far that is; null where nothing is
     */
    public record Latest(
            long step,
            long steps,
            double stepsPerSecond,
            long secondsLeft,
            @Nullable String preparation) {}

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
                progress.left().toSeconds(),
                progress.preparation().orElse(null));
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
    @Override
    public Table table() {
        return Table.create(
                "losses of " + what,
                LongColumn.create("step", losses.stream().mapToLong(Loss::step).toArray()),
                DoubleColumn.create(
                        "loss", losses.stream().mapToDouble(Loss::value).toArray()));
    }

    /** Returns the curve of the loss, and of what was measured on the way; at least one loss was heard. */
    @Override
    public XYChart chart() {
        return new TrainingChart(
                        losses.stream().mapToDouble(Loss::step).toArray(),
                        losses.stream().mapToDouble(Loss::value).toArray())
                .measured(
                        headline,
                        readings.stream().mapToDouble(Reading::step).toArray(),
                        headlines().stream().mapToDouble(Double::doubleValue).toArray())
                .chart();
    }

    @Override
    public Page page() {
        Page page = Page.titled("Training " + what).line(standing()).line(ending());
        if (!readings.isEmpty()) {
            page = page.and(Grid.of(measured()));
        }
        return losses.isEmpty()
                ? page
                : page.and(new Figure(chart(), "Loss and %s over the steps".formatted(headline)));
    }

    private String standing() {
        if (latest == null) {
            return "Getting ready …";
        }
        String loss = losses.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", loss %.4f",
                        losses.get(losses.size() - 1).value());
        String doing = latest.preparation() == null
                ? String.format(Locale.ROOT, "%.1f steps/s", latest.stepsPerSecond())
                : latest.preparation();
        String left = state == State.RUNNING
                ? String.format(
                        Locale.ROOT,
                        ", %s, %s:%02d:%02d left",
                        doing,
                        latest.secondsLeft() / 3600,
                        latest.secondsLeft() / 60 % 60,
                        latest.secondsLeft() % 60)
                : "";
        return String.format(Locale.ROOT, "Step %,d of %,d%s%s.", latest.step(), latest.steps(), loss, left);
    }

    private String ending() {
        return switch (state) {
            case RUNNING -> "Interrupt the kernel to stop: the checkpoint is kept, and the same line goes on from it.";
            case STOPPED -> "Stopped. The same line goes on from the checkpoint in %s.".formatted(folder);
            case ENDED -> "Done: weights and card are in %s, and the model is loaded.".formatted(folder);
        };
    }

    /** What was measured last, one row a value. */
    private Table measured() {
        Reading last = readings.get(readings.size() - 1);
        List<Map.Entry<String, Double>> values = List.copyOf(last.values().entrySet());
        return Table.create(
                Columns.texts(
                        String.format(Locale.ROOT, "measured at step %,d", last.step()), values, Map.Entry::getKey),
                Columns.numbers("value", values, Map.Entry::getValue));
    }

    @Override
    public String schema() {
        return "inversionview/training/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
