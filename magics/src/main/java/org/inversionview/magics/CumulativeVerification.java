package org.inversionview.magics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.inversionview.magics.chart.EffectChart;
import org.inversionview.magics.table.Columns;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.VerificationView;
import org.inversionview.models.causal.CumulativeEffects;
import org.inversionview.models.causal.CumulativeEffects.Step;
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
        EffectChart chart = new EffectChart("fall of the logit difference");
        if (!effects.forward().isEmpty()) {
            chart.add("forward", effects.forward(), Step::patch, Step::increment);
        }
        if (!effects.backward().isEmpty()) {
            chart.add("backward", reversed(effects.backward()), Step::patch, Step::increment);
        }
        return chart.chart();
    }

    /** Returns how far patching everything that was asked for goes, from 0 (nothing) to 1 (to the contrast run). */
    public double share() {
        List<Step> steps = effects.forward().isEmpty() ? effects.backward() : effects.forward();
        return steps.get(steps.size() - 1).total().mean()
                / (effects.clean().mean() - effects.contrast().mean());
    }

    @Override
    public MimeBundle bundle() {
        return VerificationView.bundle(this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
