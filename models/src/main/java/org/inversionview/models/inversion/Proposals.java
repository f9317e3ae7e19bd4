package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.engine.WorkRunner;

/**
 * The inputs that a decoder proposed for a query activation, duplicates merged and counted.
 *
 * @param distinct in the order of their first appearance
 */
record Proposals(List<Proposal> distinct) {

    /**
     * A distinct input. Shares its arrays: there are thousands, and nobody outside of this package sees them.
     *
     * @param input its tokens
     * @param counts how often each setting of the schedule proposed it
     */
    record Proposal(int[] input, int[] counts) {

        int count() {
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return sum;
        }
    }

    /** Samples all settings of the schedule together. If the thread is interrupted, what was sampled so far is returned. */
    static Proposals sample(
            Decoder decoder, QueryActivation z, int site, SamplingSettings settings, WorkRunner runner) {
        RandomGenerator random = new SplittableRandom(settings.seed());
        int[] settingOfRow = settings.schedule().settingOfRow(settings.proposals());
        List<int[]> sampled = new ArrayList<>();
        runner.run(
                Arrays.stream(settingOfRow)
                        .mapToObj(setting -> settings.schedule().settings().get(setting))
                        .toList(),
                decoder.shape().bytesOfSample(),
                batch -> decoder.sample(request(batch.items(), z, site, random), random),
                (batch, inputs) -> sampled.addAll(inputs));
        return merged(sampled, settingOfRow, settings.schedule().settings().size());
    }

    private static SampleRequest request(
            List<SamplingSchedule.Setting> settings, QueryActivation z, int site, RandomGenerator random) {
        int[] sites = new int[settings.size()];
        Arrays.fill(sites, site);
        return new SampleRequest(
                settings.stream().map(setting -> setting.activation(z, random)).toArray(float[][]::new),
                sites,
                settings.stream()
                        .mapToDouble(SamplingSchedule.Setting::temperature)
                        .toArray());
    }

    /** Merges duplicates and counts them, by the setting of their row. */
    static Proposals merged(List<int[]> sampled, int[] settingOfRow, int settings) {
        Map<List<Integer>, Proposal> distinct = new LinkedHashMap<>();
        for (int row = 0; row < sampled.size(); row++) {
            int[] input = sampled.get(row);
            List<Integer> key = Arrays.stream(input).boxed().toList();
            Proposal proposal = distinct.computeIfAbsent(key, k -> new Proposal(input, new int[settings]));
            proposal.counts()[settingOfRow[row]]++;
        }
        return new Proposals(new ArrayList<>(distinct.values()));
    }

    /**
     * Returns the mass of the decoder's own distribution that these proposals have not shown, estimated by the share of them
     * that was seen once (Good 1953, after Turing); NaN without proposals.
     */
    double unseen() {
        long once = distinct.stream().filter(one -> one.count() == 1).count();
        return (double) once / distinct.stream().mapToInt(Proposal::count).sum();
    }

    List<int[]> inputs() {
        return distinct.stream().map(Proposal::input).toList();
    }
}
