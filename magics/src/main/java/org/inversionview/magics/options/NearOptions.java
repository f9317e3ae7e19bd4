package org.inversionview.magics.options;

import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.SamplingSettings;
import picocli.CommandLine.Option;

/** The options that say what counts as near an activation. */
public final class NearOptions {

    @Option(names = "eps", defaultValue = "0.1", paramLabel = "ε", description = "largest distance inside the preimage")
    private double epsilon;

    @Option(names = "metric", defaultValue = "euclidean", description = "‖a − z‖ / ‖z‖, or 1 − cosine similarity")
    private Distance metric = Distance.EUCLIDEAN;

    @Option(
            names = "match",
            defaultValue = SamplingSettings.BEST,
            paramLabel = "best|POS",
            completionCandidates = Candidates.Matches.class,
            description = "compare each input at its closest position, or always at this one")
    private String match = "";

    public double epsilon() {
        return epsilon;
    }

    public Distance metric() {
        return metric;
    }

    public String match() {
        return match;
    }

    /** Returns what counts as near. */
    public Nearness nearness() {
        return new Nearness(epsilon, metric, match);
    }
}
