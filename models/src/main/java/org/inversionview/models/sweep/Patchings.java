package org.inversionview.models.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.causal.Contrast;
import org.inversionview.models.causal.ContrastPair;
import org.inversionview.models.causal.ContrastPairs;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.causal.PatchingExperiment;
import org.inversionview.models.causal.SingleEffects;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.Task;

/** The effect of patching a site at each position alone; the same pairs of inputs at all sites. */
final class Patchings implements Measurement {

    private final SweepPlan plan;
    private final PatchingExperiment experiment;

    Patchings(LoadedModel model, SweepPlan plan, Asked asked) {
        Task task = model.probed().task();
        SweepPlan.Output output = plan.output();
        Contrast contrast =
                output.change().isEmpty() ? Contrast.random(task) : Contrast.changing(task, output.change());
        ContrastPairs all = new ContrastPairs(task, output.answer(), contrast, input -> true, input -> true);
        List<ContrastPair> pairs = asked.areGiven()
                ? all.of(asked.inputs(), plan.seed())
                : all.draw(plan.queries().count(), plan.seed());
        this.plan = plan;
        this.experiment = new PatchingExperiment(model.probed(), pairs, output.answer());
    }

    @Override
    public List<SweepRow> rows(WorkItem item) {
        ActivationSite site = ActivationSite.parse(item.site());
        SingleEffects effects = experiment.each(plan.positions().stream()
                .map(position -> new Patch(site, position))
                .toList());
        ItemRunner.requireGoingOn();
        double way = effects.clean().mean() - effects.contrast().mean();
        return effects.cells().stream().map(cell -> row(item, cell, way)).toList();
    }

    private static SweepRow row(WorkItem item, SingleEffects.Cell cell, double way) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("effect", cell.effect().mean());
        values.put("effect_low", cell.effect().low());
        values.put("effect_high", cell.effect().high());
        values.put("effect_share", cell.effect().mean() / way);
        return new SweepRow(item.name(), item.measure(), item.site(), cell.position(), "", "", "", values, "");
    }
}
