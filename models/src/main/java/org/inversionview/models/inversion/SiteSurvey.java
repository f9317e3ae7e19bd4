package org.inversionview.models.inversion;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.Batch;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.HeldOut;

/**
 * What one run of some inputs tells of all sites: mean and deviation of the activations where positions count, the activation of BOS,
 * which is the same in every input, and how many positions do not count.
 */
public final class SiteSurvey {

    /** Inputs of which fewer must have a position that counts, for a hundred. */
    private static final int LEAST_OF_HUNDRED = 1;

    private static final int MOST_NAMED = 5;

    private final ProbedModel model;
    private final List<ActivationSite> sites;
    private final BosAttention bos;
    private final float[][] ofBos; // [site][D]
    private final double[][] sums; // [site][D]
    private final double[][] squares; // [site][D]
    private final int[] counts; // [site], inputs with a position that counts
    private long positions; // probed ones at heads
    private long leftOut; // of these

    private SiteSurvey(ProbedModel model, List<ActivationSite> sites, BosAttention bos) {
        int width = model.config().width();
        this.model = model;
        this.sites = List.copyOf(sites);
        this.bos = bos;
        this.ofBos = new float[sites.size()][];
        this.sums = new double[sites.size()][width];
        this.squares = new double[sites.size()][width];
        this.counts = new int[sites.size()];
    }

    /**
     * Surveys the sites over so many inputs that are not held out; nothing if the thread was interrupted meanwhile.
     *
     * @throws InvalidRequestException naming the sites at which hardly any position counts
     */
    public static Optional<SiteSurvey> of(
            ProbedModel model,
            List<ActivationSite> sites,
            BosAttention bos,
            int inputs,
            long seed,
            ProgressListener listener) {
        SiteSurvey survey = new SiteSurvey(model, sites, bos);
        survey.readBos();
        RandomGenerator random = new SplittableRandom(seed);
        List<int[]> drawn = Stream.generate(() -> HeldOut.sample(model.task(), false, random))
                .limit(inputs)
                .toList();
        ExampleRun run = new ExampleRun(model, sites, bos);
        ExampleDraws draws = new ExampleDraws(model.task(), sites.size(), false);
        int done = model.runner()
                .heardBy(listener)
                .inSmallSteps()
                .run(
                        drawn,
                        run.bytes(),
                        batch -> survey.taken(run, draws, batch, seed),
                        (batch, found) -> survey.add(found));
        if (done < inputs) {
            return Optional.empty();
        }
        survey.requirePositions(inputs);
        return Optional.of(survey);
    }

    private void readBos() {
        int[] bosAlone = {model.task().vocabulary().bos()};
        model.activations(sites, bosAlone).forEach((site, vectors) -> ofBos[sites.indexOf(site)] = vectors[0]);
    }

    /** What a batch adds. */
    private record Found(ExampleRun.Taken taken, long positions, long leftOut) {}

    private Found taken(ExampleRun run, ExampleDraws draws, Batch<int[]> batch, long seed) {
        int[] all = IntStream.range(0, batch.size() * sites.size())
                .map(i -> i % sites.size())
                .toArray();
        long[] numbers = new long[2];
        ExampleRun.Taken taken = run.take(batch.items(), all, (row, site, counting) -> {
            int[] input = batch.items().get(row);
            if (sites.get(site).head() >= 0) {
                int[] probed = draws.positions(input);
                numbers[0] += probed.length;
                numbers[1] += IntStream.of(probed)
                        .filter(position -> !counting.counts(sites.get(site), row, position))
                        .count();
            }
            return draws.position(
                    input,
                    site,
                    position -> counting.counts(sites.get(site), row, position),
                    new SplittableRandom(seed + (long) (batch.from() + row) * sites.size() + site));
        });
        return new Found(taken, numbers[0], numbers[1]);
    }

    private void add(Found found) {
        positions += found.positions();
        leftOut += found.leftOut();
        int width = model.config().width();
        float[] flat = found.taken().activations();
        int[] where = found.taken().positions();
        for (int i = 0; i < where.length; i++) {
            int site = i % sites.size();
            if (where[i] >= 0) {
                add(site, flat, i * width);
            }
        }
    }

    private void add(int site, float[] flat, int from) {
        double[] sum = sums[site];
        double[] square = squares[site];
        for (int d = 0; d < sum.length; d++) {
            double value = flat[from + d];
            sum[d] += value;
            square[d] += value * value;
        }
        counts[site]++;
    }

    private void requirePositions(int inputs) {
        int[] bare = IntStream.range(0, sites.size())
                .filter(site -> 100L * counts[site] < (long) LEAST_OF_HUNDRED * inputs)
                .toArray();
        if (bare.length > 0) {
            String named = IntStream.of(bare)
                    .limit(MOST_NAMED)
                    .mapToObj(site -> sites.get(site).shortName())
                    .collect(Collectors.joining(", "));
            String others = bare.length > MOST_NAMED ? " and %s more".formatted(bare.length - MOST_NAMED) : "";
            throw new InvalidRequestException(
                    "BOS attention",
                    bos.most(),
                    String.format(
                            Locale.ROOT,
                            "%s%s %s BOS more than that at every position, in 99 of 100 of %,d inputs: leave %s out, or give more",
                            named,
                            others,
                            bare.length == 1 ? "gives" : "give",
                            inputs,
                            bare.length == 1 ? "this site" : "these sites"));
        }
    }

    /** Returns mean and deviation of every site's activations. */
    public SiteStatistics statistics() {
        int width = model.config().width();
        float[][] means = new float[sites.size()][width];
        float[] deviations = new float[sites.size()];
        for (int site = 0; site < sites.size(); site++) {
            double deviation = 0;
            for (int d = 0; d < width; d++) {
                double mean = sums[site][d] / counts[site];
                means[site][d] = (float) mean;
                deviation += Math.sqrt(Math.max(0, squares[site][d] / counts[site] - mean * mean)) / width;
            }
            deviations[site] = (float) Math.max(deviation, 1e-6);
        }
        return new SiteStatistics(means, deviations);
    }

    /** Returns the share of the heads' probed positions that do not count, from 0 to 1. */
    public double leftOut() {
        return positions == 0 ? 0 : (double) leftOut / positions;
    }

    List<ActivationSite> sites() {
        return sites;
    }

    BosAttention bos() {
        return bos;
    }

    /** Returns a site's activation at BOS; shared. */
    float[] ofBos(int site) {
        return ofBos[site];
    }
}
