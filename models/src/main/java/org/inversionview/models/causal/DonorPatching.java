package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.probed.KeptRun;
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
    private final ActivationSite site;
    private final int output;

    /** An activation to put in place of the query's: a position of an input. */
    private record Donor(int[] input, int position) {}

    /** What one donor's activation did to the output. */
    private record Effects(float nats, boolean changed) {}

    DonorPatching(ProbedModel model, EpsilonPreimage preimage, String answer) {
        this.model = model;
        this.preimage = preimage;
        this.query = ids(preimage.queryTokens());
        this.site = model.require(ActivationSite.parse(preimage.site()));
        Task task = model.task();
        int first = Math.max(task.answerStart(query), preimage.position()) + 1;
        int at = answer.isEmpty() ? first : Positions.resolve(task, query, answer);
        if (at <= preimage.position() || at >= query.length) {
            throw new InvalidRequestException(
                    "answer position",
                    answer,
                    "none comes after the query position %s: patching there moves only what comes after it"
                            .formatted(preimage.positionName()));
        }
        this.output = at - 1;
    }

    private int[] ids(List<String> tokens) {
        return tokens.stream()
                .mapToInt(token -> model.task().vocabulary().id(token))
                .toArray();
    }

    PreimageCheck check(long seed, WorkRunner runner) {
        Task task = model.task();
        float[] logProbabilities = model.logProbabilities(query)[output];
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
                Positions.name(task, query, output + 1),
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
        List<Effects> effects = new ArrayList<>();
        runner.run(donors, bytes(), batch -> effects(batch.items()), (batch, some) -> effects.addAll(some));
        return new PreimageCheck.Group(
                effects.size(),
                donors.size(),
                effects.stream()
                        .map(one -> Proportion.of(one.changed()))
                        .reduce(new Proportion(0, 0), Proportion::plus),
                Effect.of(effects.stream().mapToDouble(Effects::nats).toArray()));
    }

    private long bytes() {
        return KeptRun.bytes(model, output + 1, 1)
                + model.bytesOfRun(model.task().maxLength(), 1)
                + Divergence.bytes(model);
    }

    private List<Effects> effects(List<Donor> donors) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            int rows = donors.size();
            List<int[]> queries = Collections.nCopies(rows, query);
            PatchedRuns runs = new PatchedRuns(model, scratch, queries, filled(rows, output), Set.of(site));
            Replacement replacement =
                    new Replacement(site, filled(rows, preimage.position()), vectors(donors, scratch));
            Divergence divergence = Divergence.between(
                    runs.kept().logits(runs.clean(scratch)),
                    runs.kept().logits(runs.patchedAll(scratch, List.of(replacement))));
            List<Effects> effects = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                effects.add(new Effects(divergence.nats()[row], divergence.changed(row)));
            }
            return effects;
        }
    }

    private NDArray vectors(List<Donor> donors, NDManager scratch) {
        ActivationCache cache = new ActivationCache(Set.of(site));
        NDArray tokens = model.batch(scratch, donors.stream().map(Donor::input).toList());
        model.runUntilFull(tokens, Hooks.NONE, cache);
        int[] positions = donors.stream().mapToInt(Donor::position).toArray();
        return Torch.at(scratch, cache.get(site), positions);
    }

    private static int[] filled(int count, int value) {
        int[] filled = new int[count];
        Arrays.fill(filled, value);
        return filled;
    }
}
