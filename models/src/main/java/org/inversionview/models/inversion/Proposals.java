package org.inversionview.models.inversion;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.decoder.DecoderSampler;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.inversion.EpsilonPreimage.Settings;
import org.inversionview.models.tokens.Vocabulary;

/**
 * The inputs that a decoder proposed for a query activation, duplicates merged and counted.
 *
 * @param distinct in the order of their first appearance
 */
record Proposals(List<Proposal> distinct) {

    /**
     * A distinct input.
     *
     * @param input its tokens
     * @param counts how often each setting of the schedule proposed it
     */
    record Proposal(int[] input, int[] counts) {

        int count() {
            return IntStream.of(counts).sum();
        }
    }

    /** Samples all settings of the schedule in one batch. */
    static Proposals sample(
            TrainedDecoder decoder, Vocabulary vocabulary, QueryActivation z, int site, Settings settings) {
        List<SamplingSchedule.Setting> schedule = settings.schedule().settings();
        int[] settingOfRow = settings.schedule().settingOfRow(settings.proposals());
        RandomGenerator random = new SplittableRandom(settings.seed());
        float[][] activations = new float[settingOfRow.length][];
        double[] temperatures = new double[settingOfRow.length];
        for (int row = 0; row < settingOfRow.length; row++) {
            SamplingSchedule.Setting setting = schedule.get(settingOfRow[row]);
            activations[row] = decoder.statistics().normalise(site, z.noisy(setting.noise(), random));
            temperatures[row] = setting.temperature();
        }
        int[] sites = new int[settingOfRow.length];
        Arrays.fill(sites, site);
        try (NDManager scratch = decoder.manager().newSubManager()) {
            List<int[]> sampled = new DecoderSampler(decoder.network(), vocabulary)
                    .sample(scratch, new DecoderSampler.Request(activations, sites, temperatures), random);
            return merged(sampled, settingOfRow, schedule.size());
        }
    }

    private static Proposals merged(List<int[]> sampled, int[] settingOfRow, int settings) {
        Map<List<Integer>, Proposal> distinct = new LinkedHashMap<>();
        for (int row = 0; row < sampled.size(); row++) {
            int[] input = sampled.get(row);
            List<Integer> key = Arrays.stream(input).boxed().toList();
            Proposal proposal = distinct.computeIfAbsent(key, k -> new Proposal(input, new int[settings]));
            proposal.counts()[settingOfRow[row]]++;
        }
        return new Proposals(new ArrayList<>(distinct.values()));
    }

    List<int[]> inputs() {
        return distinct.stream().map(Proposal::input).toList();
    }
}
