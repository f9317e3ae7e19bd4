package org.inversionview.magics.command;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.magics.result.KnownCoverage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.weights.ModelCard;

/**
 * What is known of how much the decoder finds of preimages at a site and kind of position: from this session, else from the
 * model's card.
 */
final class KnownCoverages {

    private KnownCoverages() {}

    /** Returns what is known, if anything, of a preimage that the decoder sampled; of another ε, metric or match nothing is. */
    static Optional<KnownCoverage> of(EpsilonPreimage preimage, Session session) {
        if (!preimage.sources().contains(Source.DECODER)) {
            return Optional.empty();
        }
        return measured(preimage, session)
                .or(() -> session.model()
                        .flatMap(LoadedModel::card)
                        .map(ModelCard::decoder)
                        .map(ModelCard.Decoder::coverage)
                        .flatMap(coverage -> ofCard(coverage, preimage)));
    }

    /** The last that was measured, if possible of the same query. */
    private static Optional<KnownCoverage> measured(EpsilonPreimage preimage, Session session) {
        Optional<PreimageCoverage> last = Optional.empty();
        for (PreimageCoverage each : session.coverages()) {
            boolean same = each.query().equals(preimage.query());
            boolean better = last.isEmpty() || same || !last.get().query().equals(preimage.query());
            if (isAbout(each, preimage) && each.coverage().count() > 0 && better) {
                last = Optional.of(each);
            }
        }
        return last.map(coverage -> new KnownCoverage(
                coverage.coverage().value(),
                coverage.ceiling(),
                coverage.settings().sampling().proposals(),
                coverage.query().equals(preimage.query())
                        ? "as measured before"
                        : "as measured before of " + coverage.query()));
    }

    private static boolean isAbout(PreimageCoverage coverage, EpsilonPreimage preimage) {
        SamplingSettings one = coverage.settings().sampling();
        SamplingSettings other = preimage.settings();
        return coverage.site().equals(preimage.site())
                && coverage.positionName().equals(preimage.positionName())
                && one.epsilon() == other.epsilon()
                && one.metric() == other.metric()
                && one.match().equals(other.match());
    }

    private static Optional<KnownCoverage> ofCard(ModelCard.Coverage coverage, EpsilonPreimage preimage) {
        SamplingSettings settings = preimage.settings();
        boolean same = settings.epsilon() == coverage.epsilon()
                && settings.metric()
                        .label()
                        .equals(Objects.requireNonNullElse(coverage.metric(), Distance.EUCLIDEAN.label()))
                && settings.match().equals(SamplingSettings.BEST);
        ModelCard.SiteCoverage site = coverage.sites().get(preimage.site());
        if (!same || site == null) {
            return Optional.empty();
        }
        String position = preimage.positionName();
        Map<String, Double> ceilings = Objects.requireNonNullElse(site.ceilings(), Map.of());
        return Optional.ofNullable(site.byPosition().get(position))
                .map(share -> new KnownCoverage(
                        share,
                        ceilings.getOrDefault(position, Double.NaN),
                        coverage.proposals(),
                        "by the model's card, mean over held-out queries there"));
    }
}
