package org.inversionview.models.inversion;

import java.util.List;
import org.inversionview.models.engine.WorkRunner;

/** A pool's inputs, whose activations are computed once a site and compared with any query activation. */
final class PoolSource implements SampleSource {

    /** A result of a million inputs keeps so many tokens of those inside one by one, and of those outside; a notebook carries them. */
    private static final int TOKENS_KEPT = 7_000;

    private static final int FEWEST_KEPT = 100;

    private final TaskInputs inputs;
    private final InputPool pool;

    PoolSource(TaskInputs inputs, InputPool pool) {
        this.inputs = inputs;
        this.pool = pool;
    }

    Source source() {
        return pool.origin().source();
    }

    /** Returns how many inputs there are, duplicates counted. */
    int size() {
        return pool.distinct().stream().mapToInt(Proposals.Proposal::count).sum();
    }

    @Override
    public Findings find(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        SiteActivations activations = inputs.activations(pool, query.site(), runner);
        return new Findings(List.of(pool.origin()), pool.distinct(), activations.distances(z, settings.metric()));
    }

    @Override
    public int kept() {
        return Math.max(FEWEST_KEPT, TOKENS_KEPT / inputs.model().task().maxLength());
    }
}
