package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.Proposals.Proposal;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.SmallChanges;

/**
 * Steps towards the query activation, from the nearest inputs of another source: inputs that are near are changed a little,
 * hundreds of changed ones are run together, and the next round goes on from what lies inside ε or is nearer. What it finds is
 * steered, so that no share of it estimates anything. It never begins with the query, whose tokens would be in every sample.
 */
final class SearchSource implements SampleSource {

    private static final int MOST = 1_000_000;
    private static final int ROUND = 500;
    private static final int TRIES = 40; // for each input of a round: most changes of a text that has rules break them

    /** Share of the work that is the other source's. */
    private static final double BEGINNING = 0.3;

    private final ProbedModel model;
    private final SampleSource beginning;
    private final int runs;
    private final SmallChanges changes;

    /**
     * Makes a search.
     *
     * @param beginning finds the inputs that are changed first
     * @param runs of the model, from 1 to 1,000,000
     */
    SearchSource(ProbedModel model, SampleSource beginning, int runs) {
        if (runs < 1 || runs > MOST) {
            throw new InvalidRequestException(
                    "number of runs", runs, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST));
        }
        this.model = model;
        this.beginning = beginning;
        this.runs = runs;
        this.changes = new SmallChanges(model.task());
    }

    /** Returns what the other source found, then what the search did; interrupted, what both have by then. */
    @Override
    public Findings find(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        Findings begun = beginning.find(query, z, settings, runner.within(0, BEGINNING));
        NearInputs near = new NearInputs(query, settings.epsilon());
        near.keep(begun.inputs(), MatchedInputs.matches(begun.inputs(), begun.distances(), settings, model.task()));
        List<int[]> others = begun.inputs().stream()
                .filter(input -> !Arrays.equals(input, query.input()))
                .toList();
        List<int[]> found = new ArrayList<>();
        List<float[]> distances = new ArrayList<>();
        RandomGenerator random = new SplittableRandom(settings.seed());
        while (found.size() < runs && !Thread.currentThread().isInterrupted()) {
            List<int[]> round = round(near, others, Math.min(ROUND, runs - found.size()), random);
            if (round.isEmpty()) {
                break; // all that small changes reach is known
            }
            List<float[]> measured = new SampleDistances(model, part(runner, found.size(), round.size()))
                    .measure(round, query.site(), z, settings.metric());
            near.keep(round, MatchedInputs.matches(round, measured, settings, model.task()));
            found.addAll(round);
            distances.addAll(measured);
        }
        return joined(begun, found, distances);
    }

    private WorkRunner part(WorkRunner runner, int done, int next) {
        double share = (1 - BEGINNING) / runs;
        return runner.within(BEGINNING + share * done, BEGINNING + share * (done + next));
    }

    /** Returns changed inputs that were not run before. */
    private List<int[]> round(NearInputs near, List<int[]> others, int size, RandomGenerator random) {
        List<int[]> round = new ArrayList<>();
        for (int tried = 0; tried < TRIES * size && round.size() < size && !near.isEmpty(); tried++) {
            changed(near, others, random)
                    .filter(input -> input.length <= model.config().positions())
                    .filter(near::isNew)
                    .ifPresent(round::add);
        }
        return round;
    }

    /** A token is redrawn as often as a stretch; a stretch is another near input's as often as that of any that was found first. */
    private Optional<int[]> changed(NearInputs near, List<int[]> others, RandomGenerator random) {
        int[] input = near.draw(random);
        int[] any = others.get(random.nextInt(others.size()));
        if (random.nextBoolean()) {
            return changes.token(input, any, random);
        }
        return changes.stretch(input, random.nextBoolean() ? near.draw(random) : any, random);
    }

    private static Findings joined(Findings begun, List<int[]> found, List<float[]> distances) {
        int own = begun.origins().size();
        List<Origin> origins = new ArrayList<>(begun.origins());
        origins.add(Origin.of(Source.SEARCH));
        List<Proposal> all = new ArrayList<>();
        for (Proposal proposal : begun.distinct()) {
            all.add(new Proposal(proposal.input(), Arrays.copyOf(proposal.counts(), own + 1)));
        }
        int[] once = new int[own + 1];
        once[own] = 1;
        found.forEach(input -> all.add(new Proposal(input, once)));
        List<float[]> allDistances = new ArrayList<>(begun.distances());
        allDistances.addAll(distances);
        return new Findings(origins, all, allDistances);
    }

    @Override
    public int kept() {
        return beginning.kept();
    }

    @Override
    public List<List<Double>> probabilityDifferences(List<int[]> inputs, Query query, QueryActivation z) {
        return beginning.probabilityDifferences(inputs, query, z);
    }
}
