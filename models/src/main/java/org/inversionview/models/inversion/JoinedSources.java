package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.engine.WorkRunner;

/** Several sources together: an input that more than one of them found is one, whose counts know of each. */
final class JoinedSources implements SampleSource {

    private final List<SampleSource> sources;

    JoinedSources(List<SampleSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** An input's tokens, equal to those of the same input. */
    private record Tokens(int[] ids) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Tokens tokens && Arrays.equals(ids, tokens.ids);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(ids);
        }
    }

    @Override
    public Findings find(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        List<Findings> all = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            WorkRunner part = runner.within((double) i / sources.size(), (i + 1.0) / sources.size());
            all.add(sources.get(i).find(query, z, settings, part));
        }
        return joined(all);
    }

    private static Findings joined(List<Findings> all) {
        List<Origin> origins =
                all.stream().flatMap(found -> found.origins().stream()).toList();
        Map<Tokens, int[]> counts = new LinkedHashMap<>();
        List<float[]> distances = new ArrayList<>();
        int first = 0; // of the origins of one source
        for (Findings found : all) {
            for (int i = 0; i < found.distinct().size(); i++) {
                Proposals.Proposal proposal = found.distinct().get(i);
                int before = counts.size();
                int[] own = counts.computeIfAbsent(new Tokens(proposal.input()), k -> new int[origins.size()]);
                if (counts.size() > before) {
                    distances.add(found.distances().get(i));
                }
                System.arraycopy(proposal.counts(), 0, own, first, proposal.counts().length);
            }
            first += found.origins().size();
        }
        List<Proposals.Proposal> distinct = counts.entrySet().stream()
                .map(entry -> new Proposals.Proposal(entry.getKey().ids(), entry.getValue()))
                .toList();
        return new Findings(origins, distinct, distances);
    }

    @Override
    public int kept() {
        return sources.stream().mapToInt(SampleSource::kept).min().orElseThrow();
    }

    /** Those of the first source that knows any. */
    @Override
    public List<List<Double>> probabilityDifferences(List<int[]> inputs, Query query, QueryActivation z) {
        return sources.stream()
                .map(source -> source.probabilityDifferences(inputs, query, z))
                .filter(all -> all.stream().anyMatch(differences -> !differences.isEmpty()))
                .findFirst()
                .orElseGet(() -> SampleSource.super.probabilityDifferences(inputs, query, z));
    }
}
