package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Token;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.Source;

/** A sample as a row of a grid: distance, bar, tokens, matched position, count, and whether it is an input of the task. */
final class SampleCells {

    /** D of a whole bar: the same in every table, so that bars can be compared. */
    private static final double WHOLE_BAR = 0.5;

    private SampleCells() {}

    /**
     * Returns the row, its tokens coloured by what the activation does to their probability.
     *
     * @param sourced whether a last cell says where the sample came from
     */
    static Grid.Row row(Sample sample, String tone, boolean sourced) {
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.number(Numbers.measured(sample.distance())),
                bar(sample.distance()),
                Cell.of(byProbability(sample)),
                Cell.of(sample.matchedName()),
                Cell.number(String.valueOf(sample.count())),
                Cell.of(sample.wellFormed() ? "" : "not an input of the task")));
        if (sourced) {
            cells.add(Cell.of(sources(sample)));
        }
        return new Grid.Row(cells, tone, "");
    }

    /** Returns where a sample came from. */
    static String sources(Sample sample) {
        return sample.sources().stream().map(Source::label).collect(Collectors.joining(", "));
    }

    static Cell bar(double distance) {
        return Cell.bar(distance / WHOLE_BAR);
    }

    private static List<Token> byProbability(Sample sample) {
        List<Token> tokens = new ArrayList<>();
        for (int position = 0; position < sample.tokens().size(); position++) {
            double difference = sample.probabilityDifferences().isEmpty()
                    ? 0
                    : sample.probabilityDifferences().get(position);
            String hint = sample.probabilityDifferences().isEmpty()
                    ? hint(sample, position)
                    : hint(sample, position) + String.format(Locale.ROOT, " · Δp = %+.2f", difference);
            tokens.add(
                    new Token(sample.tokens().get(position), difference, position == sample.matchedPosition(), hint));
        }
        return tokens;
    }

    /** Returns a sample's tokens, each with its distance, coloured by how near they are: fully at 0, not at all from 2 ε on. */
    static List<Token> byDistance(Sample sample, double epsilon) {
        List<Token> tokens = new ArrayList<>();
        for (int position = 0; position < sample.tokens().size(); position++) {
            double distance = sample.distances().get(position);
            if (Double.isFinite(distance)) {
                tokens.add(new Token(
                        String.format(Locale.ROOT, "%s %.2f", sample.tokens().get(position), distance),
                        Math.max(0, 1 - distance / (2 * epsilon)),
                        position == sample.matchedPosition(),
                        hint(sample, position)));
            }
        }
        return tokens;
    }

    private static String hint(Sample sample, int position) {
        double distance = sample.distances().get(position);
        return Double.isFinite(distance)
                ? String.format(Locale.ROOT, "%s · D = %.3f", position, distance)
                : String.valueOf(position);
    }
}
