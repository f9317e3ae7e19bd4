package org.inversionview.models.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.loading.LoadedModel;

/** The ε-preimage of every query at every position. A task's draws are the same for all, and their activations computed once a site. */
final class Inspections implements Measurement {

    private final SweepPlan plan;
    private final Asked asked;
    private final InversionView view;

    Inspections(LoadedModel model, SweepPlan plan, Asked asked) {
        this.plan = plan;
        this.asked = asked;
        this.view = model.inversionView(
                plan.members().source(), new SourceSettings(plan.members().draws(), plan.seed(), 1, Optional.empty()));
    }

    @Override
    public List<SweepRow> rows(WorkItem item) {
        return asked.rows(item, this::row);
    }

    private SweepRow row(WorkItem item, Asked.One one) {
        SweepPlan.Members members = plan.members();
        EpsilonPreimage found = view.inspect(
                one.query(), members.near().sampling(members.proposals(), SamplingSchedule.AUTO, one.seed()));
        List<Sample> others = found.samples().stream()
                .filter(sample -> !sample.text().equals(found.query()))
                .toList();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("proposals", (double) found.proposals());
        values.put("distinct_inputs", (double) found.distinct());
        values.put("inside", (double) found.distinctInside());
        values.put("inside_share", found.insideShare());
        values.put("nearest", others.isEmpty() ? Double.NaN : others.get(0).distance());
        values.put("norm", found.queryNorm());
        String example = others.isEmpty() || !others.get(0).inside()
                ? ""
                : asked.plain(others.get(0).text());
        return new SweepRow(
                item.name(), item.measure(), item.site(), one.position(), one.text(), "", example, values, "");
    }
}
