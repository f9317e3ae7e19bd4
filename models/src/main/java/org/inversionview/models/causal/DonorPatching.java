package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.causal.ActivationSwap.Donor;
import org.inversionview.models.causal.ActivationSwap.Outcome;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/** The runs of a {@link PreimageCheck}: the query's, with the query activation replaced by those of donors. */
final class DonorPatching {

    /** Donors of a group, at most: more would hardly narrow its interval. */
    private static final int DONORS = 500;

    private static final int DRAWS_A_DONOR = 20;

    private final ProbedModel model;
    private final EpsilonPreimage preimage;
    private final int[] query;
    private final ActivationSwap swap;

    DonorPatching(ProbedModel model, EpsilonPreimage preimage, String answer) {
        Query asked = Query.of(preimage, model.task());
        this.model = model;
        this.preimage = preimage;
        this.query = asked.input();
        this.swap = new ActivationSwap(model, asked, answer);
    }

    private int[] ids(List<String> tokens) {
        return tokens.stream()
                .mapToInt(token -> model.task().vocabulary().id(token))
                .toArray();
    }

    PreimageCheck check(long seed, WorkRunner runner) {
        Task task = model.task();
        float[] logProbabilities = model.logProbabilities(query)[swap.output()];
        int predicted = Divergence.likeliest(logProbabilities);
        List<Donor> inside = donors(preimage.inside(), seed);
        List<Donor> outside = donors(preimage.outside(), seed);
        List<Donor> random = random(seed);
        double all = inside.size() + outside.size() + random.size();
        double first = inside.size() / all;
        double second = (inside.size() + outside.size()) / all;
        return new PreimageCheck(
                preimage.query(),
                preimage.site(),
                preimage.positionName(),
                swap.answer(),
                task.vocabulary().token(predicted),
                Math.exp(logProbabilities[predicted]),
                group(inside, runner.within(0, first)),
                group(outside, runner.within(first, second)),
                group(random, runner.within(second, 1)));
    }

    private List<Donor> donors(List<Sample> samples, long seed) {
        List<Donor> donors = new ArrayList<>();
        for (Sample sample : samples) {
            if (sample.matchedPosition() >= 0) {
                donors.add(new Donor(ids(sample.tokens()), sample.matchedPosition()));
            }
        }
        if (!samples.isEmpty() && samples.get(0).inside()) {
            // all of the preimage is meant, not its centre; near misses are the closest ones
            Collections.shuffle(donors, new Random(seed));
        }
        return donors.subList(0, Math.min(DONORS, donors.size()));
    }

    private List<Donor> random(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Task task = model.task();
        List<Donor> donors = new ArrayList<>();
        for (int draw = 0; draw < DRAWS_A_DONOR * DONORS && donors.size() < DONORS; draw++) {
            int[] input = task.sample(random);
            OptionalInt position = Positions.find(task, input, preimage.positionName());
            position.ifPresent(found -> donors.add(new Donor(input, found)));
        }
        return donors;
    }

    private PreimageCheck.Group group(List<Donor> donors, WorkRunner runner) {
        List<Outcome> outcomes = swap.outcomes(donors, runner);
        return new PreimageCheck.Group(
                outcomes.size(),
                donors.size(),
                outcomes.stream()
                        .map(one -> Proportion.of(one.changed()))
                        .reduce(new Proportion(0, 0), Proportion::plus),
                Effect.of(outcomes.stream().mapToDouble(Outcome::nats).toArray()));
    }
}
