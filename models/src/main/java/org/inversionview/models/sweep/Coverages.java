package org.inversionview.models.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.DecoderCoverage;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;

/** What the decoder finds of the preimage of every query at every position; members come from the same inputs for all. */
final class Coverages implements Measurement {

    private final LoadedModel model;
    private final SweepPlan plan;
    private final Asked asked;
    private final DecoderCoverage coverage;

    Coverages(LoadedModel model, SweepPlan plan, Asked asked) {
        this.model = model;
        this.plan = plan;
        this.asked = asked;
        this.coverage = plan.members().source() == Source.EXACT
                ? DecoderCoverage.ofAll(model.inputs(), model.requireDecoder())
                : DecoderCoverage.ofDraws(
                        model.inputs(), model.requireDecoder(), plan.members().draws(), plan.seed());
    }

    @Override
    public List<SweepRow> rows(WorkItem item) {
        return asked.rows(item, this::row);
    }

    private SweepRow row(WorkItem item, Asked.One one) {
        SweepPlan.Members members = plan.members();
        CoverageSettings settings = CoverageSettings.SURVEY.with(
                members.near().sampling(members.proposals(), SamplingSchedule.AUTO, one.seed()));
        PreimageCoverage found =
                coverage.measure(one.query(), settings, model.probed().runner());
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("coverage", found.coverage().value());
        values.put("coverage_low", found.coverage().low());
        values.put("coverage_high", found.coverage().high());
        values.put("ceiling", found.ceiling());
        values.put("auroc", found.auroc());
        String missed = found.members().isEmpty()
                ? ""
                : asked.plain(found.members().get(0).text());
        return new SweepRow(
                item.name(), item.measure(), item.site(), one.position(), one.text(), "", missed, values, "");
    }
}
