package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.SamplingSchedule.Setting;

/**
 * How likely one proposal of a decoder is a given input, under each setting of a schedule: p(x | z, s) at its temperature; where
 * it has noise or turns the activation, the mean over such activations, as each proposal has one of its own.
 */
final class ProposalProbabilities {

    private final Decoder decoder;
    private final int site;
    private final List<Setting> settings;
    private final int noisy;

    /**
     * Prepares probabilities.
     *
     * @param site index of the activation site
     * @param noisy activations that each mean is over
     */
    ProposalProbabilities(Decoder decoder, int site, SamplingSchedule schedule, int noisy) {
        this.decoder = decoder;
        this.site = site;
        this.settings = schedule.settings();
        this.noisy = noisy;
    }

    /** An input to score under a setting, with one activation. */
    private record Row(int[] input, Setting setting) {}

    /**
     * Returns log p in nats, [setting], of every input; of the first ones if the thread is interrupted.
     *
     * @param random draws the noise, for each input anew
     */
    List<double[]> logarithms(List<int[]> inputs, QueryActivation z, RandomGenerator random, WorkRunner runner) {
        List<Row> rows = inputs.stream().flatMap(this::rows).toList();
        double[] ofRows = new double[rows.size()];
        int done = runner.inSmallSteps()
                .run(
                        rows,
                        decoder.shape().bytesOfSample(),
                        batch -> logarithms(batch.items(), z, random),
                        (batch, found) -> System.arraycopy(found, 0, ofRows, batch.from(), found.length));
        int rowsEach = settings.stream().mapToInt(this::activations).sum();
        return IntStream.range(0, done / rowsEach)
                .mapToObj(input -> bySetting(ofRows, input * rowsEach))
                .toList();
    }

    private int activations(Setting setting) {
        return setting.isRandom() ? noisy : 1;
    }

    private Stream<Row> rows(int[] input) {
        return settings.stream()
                .flatMap(setting ->
                        Stream.generate(() -> new Row(input, setting)).limit(activations(setting)));
    }

    private double[] logarithms(List<Row> rows, QueryActivation z, RandomGenerator random) {
        int[] sites = new int[rows.size()];
        Arrays.fill(sites, site);
        float[][] ofTokens = decoder.logProbabilities(
                rows.stream().map(Row::input).toList(),
                new SampleRequest(
                        rows.stream()
                                .map(row -> row.setting().activation(z, random))
                                .toArray(float[][]::new),
                        sites,
                        rows.stream()
                                .mapToDouble(row -> row.setting().temperature())
                                .toArray()));
        return Arrays.stream(ofTokens).mapToDouble(ProposalProbabilities::sum).toArray();
    }

    private double[] bySetting(double[] ofRows, int first) {
        double[] means = new double[settings.size()];
        int from = first;
        for (int setting = 0; setting < means.length; setting++) {
            int to = from + activations(settings.get(setting));
            means[setting] = logMean(Arrays.copyOfRange(ofRows, from, to));
            from = to;
        }
        return means;
    }

    private static double sum(float[] ofTokens) {
        double sum = 0;
        for (float logarithm : ofTokens) {
            sum += logarithm;
        }
        return sum;
    }

    /** Returns the logarithm of the mean probability; the largest is taken out, so that none of the others overflows. */
    static double logMean(double[] logarithms) {
        double largest = Arrays.stream(logarithms).max().orElseThrow();
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double mean = Arrays.stream(logarithms)
                .map(logarithm -> Math.exp(logarithm - largest))
                .average()
                .orElseThrow();
        return largest + Math.log(mean);
    }

    /**
     * Returns the chance that at least one of so many proposals is the input: 1 − Π (1 − p)ⁿ over the settings.
     *
     * @param logarithms log p of the input, [setting]
     * @param proposals n of each setting
     */
    static double chance(double[] logarithms, int[] proposals) {
        double missed = 0; // logarithm of the chance that none is
        for (int setting = 0; setting < logarithms.length; setting++) {
            double p = Math.min(1, Math.exp(logarithms[setting])); // rounding may leave it just above 1
            missed += proposals[setting] == 0 ? 0 : proposals[setting] * Math.log1p(-p);
        }
        return -Math.expm1(missed);
    }
}
