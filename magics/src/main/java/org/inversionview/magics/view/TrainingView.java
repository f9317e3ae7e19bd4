package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.inversionview.magics.Training;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** How a training is shown: where it stands, what was measured last, the curves. */
public final class TrainingView {

    /** Name and version of the JSON form. */
    public static final String SCHEMA = "inversionview/training/1";

    private TrainingView() {}

    /** Returns all forms of a training. */
    public static MimeBundle bundle(Training training) {
        List<Figure> figures = training.losses().isEmpty()
                ? List.of()
                : List.of(Figure.of(training.chart(), "Loss and %s over the steps".formatted(training.headline())));
        return new Page("Training " + training.what(), lines(training), measured(training), "", figures)
                .bundle(SCHEMA, training);
    }

    private static List<String> lines(Training training) {
        List<String> lines = new ArrayList<>();
        Training.Latest latest = training.latest();
        if (latest == null) {
            lines.add("Getting ready …");
        } else {
            lines.add(standing(training, latest));
        }
        switch (training.state()) {
            case RUNNING ->
                lines.add("Interrupt the kernel to stop: the checkpoint is kept, and the same line goes on from it.");
            case STOPPED ->
                lines.add("Stopped. The same line goes on from the checkpoint in %s.".formatted(training.folder()));
            case ENDED ->
                lines.add("Done: weights and card are in %s, and the model is loaded.".formatted(training.folder()));
        }
        return lines;
    }

    private static String standing(Training training, Training.Latest latest) {
        List<Training.Loss> losses = training.losses();
        String loss = losses.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", loss %.4f",
                        losses.get(losses.size() - 1).value());
        String left = training.state() == Training.State.RUNNING
                ? String.format(
                        Locale.ROOT,
                        ", %.1f steps/s, %d:%02d:%02d left",
                        latest.stepsPerSecond(),
                        latest.secondsLeft() / 3600,
                        latest.secondsLeft() / 60 % 60,
                        latest.secondsLeft() % 60)
                : "";
        return String.format(Locale.ROOT, "Step %,d of %,d%s%s.", latest.step(), latest.steps(), loss, left);
    }

    /** What was measured last, one row a value. */
    private static Table measured(Training training) {
        if (training.readings().isEmpty()) {
            return Table.create();
        }
        Training.Reading last = training.readings().get(training.readings().size() - 1);
        Map<String, Double> values = last.values();
        return Table.create(
                StringColumn.create("measured at step %,d".formatted(last.step()), List.copyOf(values.keySet())),
                DoubleColumn.create(
                        "value",
                        values.values().stream()
                                .mapToDouble(Objects::requireNonNull)
                                .toArray()));
    }
}
