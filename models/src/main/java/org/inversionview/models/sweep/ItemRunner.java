package org.inversionview.models.sweep;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.FeatureRegistry;

/**
 * Turns items of one plan into rows, with one model. For one thread at a time.
 *
 * <p>What goes wrong with an item is a row of it; what serves many items is computed with the first that needs it.
 */
public final class ItemRunner {

    private final LoadedModel model;
    private final SweepPlan plan;
    private final Asked asked;
    private final FeatureRegistry features;
    private final Map<Measure, Measurement> prepared = new EnumMap<>(Measure.class);

    /**
     * Prepares a plan's items.
     *
     * @param features that the plan's names mean, beside the task's own
     * @throws InvalidRequestException if the model is not the plan's, or lacks what all items of a measure need
     */
    public ItemRunner(LoadedModel model, SweepPlan plan, FeatureRegistry features) {
        requireSame(plan.model(), model);
        this.model = model;
        this.plan = plan;
        this.features = features;
        if (plan.members().source() == Source.DECODER || plan.measures().contains(Measure.COVERAGE)) {
            model.requireDecoder();
        }
        this.asked = Asked.of(plan, model.probed().task());
    }

    /** Returns what a plan says of a loaded model. */
    public static SweepPlan.Subject subject(LoadedModel model) {
        return new SweepPlan.Subject(
                model.name(),
                model.probed().task().name(),
                model.provenance().processed(),
                model.provenance().probedSha256(),
                model.decoder().isPresent() ? model.provenance().decoderSha256() : "",
                model.probed().device());
    }

    private static void requireSame(SweepPlan.Subject planned, LoadedModel model) {
        SweepPlan.Subject found = subject(model);
        if (!found.probedSha256().equals(planned.probedSha256())
                || !found.decoderSha256().equals(planned.decoderSha256())
                || found.processed() != planned.processed()) {
            throw new InvalidRequestException(
                    "model", model.name(), "its weights are not those that the sweep was planned for");
        }
    }

    /**
     * Returns an item's rows.
     *
     * @throws CancellationException if the thread is interrupted
     */
    public List<SweepRow> rows(WorkItem item) {
        List<SweepRow> rows;
        try {
            rows = prepared.computeIfAbsent(item.measure(), this::measurement).rows(item);
        } catch (RuntimeException e) {
            rows = List.of(failed(item, "", "", e));
        }
        requireGoingOn();
        return rows;
    }

    private Measurement measurement(Measure measure) {
        return switch (measure) {
            case INSPECT -> new Inspections(model, plan, asked);
            case COVERAGE -> new Coverages(model, plan, asked);
            case FCR -> new Consistencies(model, plan, asked, features);
            case PATCH -> new Patchings(model, plan, asked);
            case ABLATE -> new Ablations(model, plan, asked);
        };
    }

    /** Ends the work on an item whose thread was interrupted: half of its rows are none. */
    static void requireGoingOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted");
        }
    }

    /** Returns the row of what went wrong. */
    static SweepRow failed(WorkItem item, String position, String query, RuntimeException e) {
        if (e instanceof CancellationException interrupted) {
            throw interrupted;
        }
        requireGoingOn(); // what an interrupt breaks is no fault
        String what = e instanceof InvalidRequestException ? String.valueOf(e.getMessage()) : String.valueOf(e);
        return SweepRow.failed(item, position, query, what);
    }
}
