package org.inversionview.models.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.ConsistencySettings;
import org.inversionview.models.reading.FeatureConsistency;
import org.inversionview.models.reading.ProposedMembers;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.FeatureRegistry;

/** How consistent features are at every position of a site, over the given queries, or over many among the task's inputs. */
final class Consistencies implements Measurement {

    private final LoadedModel model;
    private final SweepPlan plan;
    private final Asked asked;
    private final UnsteeredInputs inputs;
    private final FeatureConsistency consistency;

    Consistencies(LoadedModel model, SweepPlan plan, Asked asked, FeatureRegistry registry) {
        SweepPlan.Members members = plan.members();
        this.model = model;
        this.plan = plan;
        this.asked = asked;
        UnsteeredInputs unsteered = members.source() == Source.EXACT
                ? UnsteeredInputs.all(model.inputs())
                : UnsteeredInputs.drawn(model.inputs(), members.draws(), plan.seed());
        this.inputs = asked.areGiven() ? unsteered.asking(asked.inputs()) : unsteered;
        List<Feature> features = features(plan, registry.of(model.probed().task()));
        this.consistency = members.source() == Source.DECODER
                ? new FeatureConsistency(
                        inputs,
                        features,
                        new ProposedMembers(
                                model.inversionView(), members.proposals(), SamplingSchedule.AUTO, plan.seed()))
                : new FeatureConsistency(inputs, features);
    }

    private static List<Feature> features(SweepPlan plan, List<Feature> known) {
        return plan.features().stream()
                .map(name -> known.stream()
                        .filter(feature -> feature.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new InvalidRequestException(
                                "feature",
                                name,
                                "there is "
                                        + String.join(
                                                "; ",
                                                known.stream()
                                                        .map(Feature::name)
                                                        .toList()))))
                .toList();
    }

    @Override
    public List<SweepRow> rows(WorkItem item) {
        Neighbours neighbours = inputs.at(
                ActivationSite.parse(item.site()),
                plan.members().near(),
                model.probed().runner());
        List<SweepRow> rows = new ArrayList<>();
        for (String position : plan.positions()) {
            ItemRunner.requireGoingOn();
            try {
                Consistency found = measured(neighbours, position, item);
                found.features().forEach(rate -> rows.add(row(item, position, found, rate)));
            } catch (InvalidRequestException e) {
                rows.add(ItemRunner.failed(item, position, "", e));
            }
        }
        return rows;
    }

    private Consistency measured(Neighbours neighbours, String position, WorkItem item) {
        WorkRunner runner = model.probed().runner();
        if (asked.areGiven()) {
            return consistency.measure(neighbours, position, asked.inputs(item), runner);
        }
        ConsistencySettings settings = new ConsistencySettings(plan.members().near(), item.queries(), plan.seed());
        return consistency.measure(neighbours, position, settings, runner);
    }

    private static SweepRow row(WorkItem item, String position, Consistency found, Consistency.Rate rate) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("rate", rate.rate().value());
        values.put("rate_low", rate.rate().low());
        values.put("rate_high", rate.rate().high());
        values.put("base", rate.base());
        values.put("bits", rate.bits());
        values.put("p", rate.margin().p());
        values.put("alone", (double) found.alone());
        String query = rate.values().isEmpty() ? "" : rate.values().get(0).query();
        String example = rate.values().isEmpty() ? "" : rate.values().get(0).inside();
        return new SweepRow(
                item.name(), item.measure(), item.site(), position, query, rate.feature(), example, values, "");
    }
}
