package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.DecoderCoverage.Share;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.training.HeldOut;

/**
 * Measures a decoder's coverage at every site, on held-out queries at each kind of position in turn.
 *
 * <p>An interrupted thread ends the work with the sites that are done.
 */
public final class CoverageSurvey {

    /** Inputs drawn for a query before its kind of position is given up as too rare. */
    private static final int TRIES = 1000;

    private final ProbedModel model;
    private final DecoderCoverage coverage;
    private final List<ActivationSite> read;
    private final CoverageSettings settings;
    private final int queries;
    private final List<String> kinds;

    /**
     * Prepares a survey, with members of preimages from the task's usual number of draws, or from all its inputs where they are
     * no more.
     *
     * @param queries a site, from 1
     * @throws InvalidRequestException if model and decoder do not belong together, or a number is out of its bounds
     */
    public CoverageSurvey(TaskInputs inputs, Decoder decoder, CoverageSettings settings, int queries) {
        if (queries < 1) {
            throw new InvalidRequestException("number of coverage queries", queries, "it must be 1 or above");
        }
        this.model = inputs.model();
        this.read = decoder.shape().sites();
        this.coverage =
                DecoderCoverage.usual(inputs, decoder, settings.sampling().seed());
        this.settings = settings;
        this.queries = queries;
        this.kinds = Positions.kinds(model.task());
    }

    /** Hears what was found so far, after every site. */
    @FunctionalInterface
    public interface Listener {
        void on(CoverageBySite soFar);
    }

    /** Returns the coverage at all sites, or at those done when the thread was interrupted. */
    public CoverageBySite measure(Listener listener) {
        List<CoverageBySite.Site> sites = new ArrayList<>();
        for (int site = 0; site < read.size() && sites.size() == site; site++) {
            measure(read.get(site), site).ifPresent(measured -> {
                sites.add(measured);
                listener.on(bySite(sites));
            });
        }
        return bySite(sites);
    }

    private CoverageBySite bySite(List<CoverageBySite.Site> sites) {
        return new CoverageBySite(
                settings, coverage.pooled(), settings.sampling().seed(), sites);
    }

    /** Returns a site's coverage, or nothing if the thread is interrupted. */
    private Optional<CoverageBySite.Site> measure(ActivationSite site, int number) {
        RandomGenerator random = new SplittableRandom(settings.sampling().seed() + number);
        Map<String, List<Share>> shares = new LinkedHashMap<>();
        for (int i = 0; i < queries; i++) {
            String kind = kinds.get(i % kinds.size());
            List<Share> ofKind = shares.computeIfAbsent(kind, k -> new ArrayList<>());
            query(site, kind, random).flatMap(this::share).ifPresent(ofKind::add);
            if (Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
        }
        return Optional.of(site(site.shortName(), shares));
    }

    private static CoverageBySite.Site site(String name, Map<String, List<Share>> shares) {
        List<Share> all = new ArrayList<>();
        Map<String, MeanShare> byKind = new LinkedHashMap<>();
        Map<String, Double> ceilings = new LinkedHashMap<>();
        shares.forEach((kind, asked) -> {
            List<Share> known = known(asked);
            if (!known.isEmpty()) {
                byKind.put(kind, mean(known));
                double ceiling = known.stream().mapToDouble(Share::ceiling).sum() / known.size();
                ceilings.put(kind, ceiling);
            }
            all.addAll(asked);
        });
        return new CoverageBySite.Site(
                name,
                mean(known(all)),
                byKind,
                ceilings,
                all.size() - known(all).size());
    }

    private static List<Share> known(List<Share> shares) {
        return shares.stream().filter(share -> !Double.isNaN(share.coverage())).toList();
    }

    private static MeanShare mean(List<Share> shares) {
        return MeanShare.sampled(shares.stream().mapToDouble(Share::coverage).toArray());
    }

    /** Returns nothing if the thread is interrupted. */
    private Optional<Share> share(Query query) {
        try {
            return Optional.of(coverage.share(query, settings, model.runner()));
        } catch (CancellationException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Query> query(ActivationSite site, String kind, RandomGenerator random) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int[] input = HeldOut.sample(model.task(), true, random);
            OptionalInt position = Positions.find(model.task(), input, kind);
            if (position.isPresent() && isProbed(input, position.getAsInt())) {
                return Optional.of(new Query(input, site, position.getAsInt()));
            }
        }
        return Optional.empty();
    }

    private boolean isProbed(int[] input, int position) {
        return Arrays.stream(model.task().probedPositions(input)).anyMatch(probed -> probed == position);
    }
}
