package org.inversionview.models.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inversionview.models.causal.AblationEffects;
import org.inversionview.models.causal.MeanAblation;
import org.inversionview.models.causal.Patch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;

/** What is lost where a site is replaced by its mean, at each position alone; the same inputs at all sites. */
final class Ablations implements Measurement {

    private final LoadedModel model;
    private final SweepPlan plan;
    private final Asked asked;

    Ablations(LoadedModel model, SweepPlan plan, Asked asked) {
        this.model = model;
        this.plan = plan;
        this.asked = asked;
    }

    @Override
    public List<SweepRow> rows(WorkItem item) {
        ActivationSite site = ActivationSite.parse(item.site());
        List<Patch> patches = plan.positions().stream()
                .map(position -> new Patch(site, position))
                .toList();
        MeanAblation ablation = new MeanAblation(model.probed(), plan.output().answer(), input -> true);
        WorkRunner runner = model.probed().runner();
        AblationEffects effects = asked.areGiven()
                ? ablation.measure(patches, asked.inputs(item), plan.seed(), runner)
                : ablation.measure(patches, item.queries(), plan.seed(), runner);
        ItemRunner.requireGoingOn();
        return IntStream.range(0, effects.cells().size())
                .mapToObj(i ->
                        row(item, patches.get(i).position(), effects.cells().get(i)))
                .toList();
    }

    private static SweepRow row(WorkItem item, String position, AblationEffects.Cell cell) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("divergence", cell.divergence().mean());
        values.put("divergence_low", cell.divergence().low());
        values.put("divergence_high", cell.divergence().high());
        values.put("probability", cell.probability().mean());
        values.put("changed", cell.changed().value());
        return new SweepRow(item.name(), item.measure(), item.site(), position, "", "", "", values, "");
    }
}
