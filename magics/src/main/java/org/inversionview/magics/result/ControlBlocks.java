package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.magics.chart.DistanceHistogram;
import org.inversionview.magics.view.Block;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;

/** Controls of a preimage as parts of its page: a small table and small pictures. */
record ControlBlocks(List<Control> controls, double epsilon) {

    /** Returns the parts; none without controls. */
    List<Block> blocks() {
        return controls.isEmpty()
                ? List.of()
                : List.of(
                        new Block.Line("Controls: the same search for other activations."),
                        grid(),
                        new Multiples(controls.stream().map(this::picture).toList()),
                        new Block.Note(
                                "share: of the inputs found, those with D ≤ ε from the activation in question. What is found for the query says something of its activation only where controls find less, or something else."));
    }

    private Grid grid() {
        List<Cell> header = List.of(
                Cell.of("control"),
                Cell.number("inputs"),
                Cell.number("inside ε"),
                Cell.number("share"),
                Cell.number("distinct"));
        return new Grid(
                header,
                controls.stream()
                        .map(one -> Grid.Row.of(List.of(
                                Cell.of(words(one.kind())),
                                Cell.number(Numbers.count(one.share().trials())),
                                Cell.number(Numbers.count(one.share().hits())),
                                Cell.number(Numbers.percent(one.share().value())),
                                Cell.number(Numbers.count(one.distinctInside())))))
                        .toList());
    }

    private Multiples.Picture picture(Control control) {
        return new Multiples.Picture(
                words(control.kind()),
                DistanceHistogram.small(
                        control.histogram().stream().mapToDouble(Bin::upTo).toArray(),
                        control.histogram().stream().mapToInt(Bin::proposals).toArray(),
                        epsilon));
    }

    private static String words(Control.Kind kind) {
        return switch (kind) {
            case BOS -> "BOS, which holds nothing of the input";
            case RANDOM -> "a random direction, as long";
            case ANOTHER_INPUT -> "another random input";
            case PRIOR -> "the query’s, found without knowing it";
        };
    }
}
