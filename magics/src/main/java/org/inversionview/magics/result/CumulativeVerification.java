package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.causal.CumulativeEffects;
import org.inversionview.models.causal.CumulativeEffects.Step;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %verify patch=…} returns: the effects of patching one activation more at a time.
 *
 * @param question what was asked
 * @param effects every number
 * @param provenance model, weights, device and versions
 */
public record CumulativeVerification(PatchingQuestion question, CumulativeEffects effects, Provenance provenance)
        implements Verification {

    /**
     * Returns a row a patch, in forward order: the increments of the logit difference's fall forward and backward, each with
     * its 95 % interval, and the totals so far.
     */
    @Override
    public Table table() {
        List<Step> steps = effects.forward().isEmpty() ? reversed(effects.backward()) : effects.forward();
        Table table = Table.create("cumulative patching", Columns.texts("patch", steps, Step::patch));
        if (!effects.forward().isEmpty()) {
            add(table, "forward", effects.forward());
        }
        if (!effects.backward().isEmpty()) {
            add(table, "backward", reversed(effects.backward()));
        }
        return table;
    }

    private static void add(Table table, String order, List<Step> steps) {
        table.addColumns(
                Columns.numbers(order, steps, step -> step.increment().mean()),
                Columns.numbers(order + " low", steps, step -> step.increment().low()),
                Columns.numbers(order + " high", steps, step -> step.increment().high()),
                Columns.numbers(order + " total", steps, step -> step.total().mean()));
    }

    private static List<Step> reversed(List<Step> steps) {
        List<Step> reversed = new ArrayList<>(steps);
        Collections.reverse(reversed);
        return reversed;
    }

    /** Returns the increments of both orders as bars, patches in forward order. */
    @Override
    public CategoryChart chart() {
        IntervalBars bars = new IntervalBars("fall of the logit difference");
        if (!effects.forward().isEmpty()) {
            Bars.ofEffects(bars, "forward", effects.forward(), Step::patch, Step::increment);
        }
        if (!effects.backward().isEmpty()) {
            Bars.ofEffects(bars, "backward", reversed(effects.backward()), Step::patch, Step::increment);
        }
        return bars.chart();
    }

    /** Returns how far patching everything that was asked for goes, from 0 (nothing) to 1 (to the contrast run). */
    public double share() {
        return total().mean() / (effects.clean().mean() - effects.contrast().mean());
    }

    private Effect total() {
        List<Step> steps = effects.forward().isEmpty() ? effects.backward() : effects.forward();
        return steps.get(steps.size() - 1).total();
    }

    @Override
    public Page page() {
        Page page = Page.titled("Activation patching: " + question.words());
        if (effects.clean().inputs() == 0) {
            return page.line("Interrupted before the first inputs were done.");
        }
        return page.line(Sentences.outputs(effects.clean(), effects.contrast(), question.inputs()))
                .line(String.format(
                        Locale.ROOT,
                        "All %s together lower it by %s: %.0f %% of the way to the contrast inputs’ runs.",
                        table().rowCount(),
                        Sentences.plusMinus(total()),
                        100 * share()))
                .lines(Sentences.warnings(effects.warnings()))
                .and(Grid.of(table()))
                .note(
                        "Each row patches one activation more, on top of those above it (forward) or below it (backward): by how much the logit"
                                + " difference falls, with the 95 % bootstrap interval over inputs, and the total so far. An activation matters"
                                + " when either order shows it.")
                .and(new Figure(chart(), "Fall of the logit difference for each patch, forward and backward"));
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/patching/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
