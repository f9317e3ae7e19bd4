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
import org.inversionview.models.tokens.Vocabulary;

/**
 * The inputs that a decoder proposed for a query activation, duplicates merged and counted.
 *
 * @param distinct in the order of their first appearance
 */
record Proposals(List<Proposal> distinct) {

    private static final int ROWS_AT_ONCE = 4096;

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

    /**
     * Samples all settings of the schedule together, so many at once that the native memory stays bounded. If the thread
     * is interrupted, what was sampled so far is returned.
     */
    static Proposals sample(
            TrainedDecoder decoder, Vocabulary vocabulary, QueryActivation z, int site, SamplingSettings settings) {
        int[] settingOfRow = settings.schedule().settingOfRow(settings.proposals());
        RandomGenerator random = new SplittableRandom(settings.seed());
        DecoderSampler sampler = new DecoderSampler(decoder.network(), vocabulary);
        List<int[]> sampled = new ArrayList<>();
        while (sampled.size() < settingOfRow.length && !Thread.currentThread().isInterrupted()) {
            int to = Math.min(settingOfRow.length, sampled.size() + ROWS_AT_ONCE);
            int[] rows = Arrays.copyOfRange(settingOfRow, sampled.size(), to);
            try (NDManager scratch = decoder.manager().newSubManager()) {
                sampled.addAll(sampler.sample(scratch, request(rows, decoder, z, site, settings, random), random));
            }
        }
        return merged(sampled, settingOfRow, settings.schedule().settings().size());
    }

    private static DecoderSampler.Request request(
            int[] settingOfRow,
            TrainedDecoder decoder,
            QueryActivation z,
            int site,
            SamplingSettings settings,
            RandomGenerator random) {
        float[][] activations = new float[settingOfRow.length][];
        double[] temperatures = new double[settingOfRow.length];
        int[] sites = new int[settingOfRow.length];
        for (int row = 0; row < settingOfRow.length; row++) {
            SamplingSchedule.Setting setting = settings.schedule().settings().get(settingOfRow[row]);
            activations[row] = decoder.statistics().normalise(site, z.noisy(setting.noise(), random));
            temperatures[row] = setting.temperature();
            sites[row] = site;
        }
        return new DecoderSampler.Request(activations, sites, temperatures);
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
