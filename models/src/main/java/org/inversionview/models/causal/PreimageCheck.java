package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * A causal test of a preimage: the query activation is replaced by those of samples inside ε, of near misses outside, and
 * of random inputs, and the output compared. If the samples inside share all that the model reads from the activation, the
 * output stays for them; if the near misses lack some of it, it moves for them.
 *
 * @param query the query input as text
 * @param site short name of the site
 * @param position name of the query position
 * @param answer name of the position whose token is predicted
 * @param predicted the likeliest token there in the clean run
 * @param probability its probability, from 0 to 1
 * @param inside samples with D ≤ ε
 * @param outside near misses: the closest samples with D &gt; ε
 * @param random inputs drawn from the task, at the same named position: how far the output can move at all
 */
public record PreimageCheck(
        String query,
        String site,
        String position,
        String answer,
        String predicted,
        double probability,
        Group inside,
        Group outside,
        Group random) {

    private static final int MOST = 500;
    private static final double NO_EFFECT = 0.01; // nats
    private static final double SMALL_SHARE = 0.1;

    /**
     * One group of donors.
     *
     * @param samples how many
     * @param changed share of those for which another token becomes the likeliest
     * @param divergence KL(clean ‖ patched) of the next token's distribution, in nats
     */
    public record Group(int samples, Proportion changed, Effect divergence) {}

    /** What the test means for a reading of the preimage. */
    public enum Verdict {
        /** Inside nothing moves, outside it does. */
        CONFIRMED,
        /** Nothing moves inside, nor for near misses: they differ in something that this output does not use. */
        NEAR_MISSES_HOLD,
        /** The output moves even for samples inside: they do not share all that is read from the activation. */
        INSIDE_MOVES,
        /** Not even random inputs move the output: it does not depend on the activation. */
        NO_EFFECT,
        /** No samples inside, so there is nothing to test. */
        EMPTY
    }

    /** Returns the verdict: inside is said to hold if its divergence is under a tenth of that of random inputs. */
    public Verdict verdict() {
        if (inside.samples == 0) {
            return Verdict.EMPTY;
        }
        if (random.divergence.high() < NO_EFFECT) {
            return Verdict.NO_EFFECT;
        }
        if (inside.divergence.high() > Math.max(NO_EFFECT, SMALL_SHARE * random.divergence.mean())) {
            return Verdict.INSIDE_MOVES;
        }
        boolean moved = outside.samples > 0
                && outside.divergence.low() > NO_EFFECT
                && outside.divergence.low() > inside.divergence.high();
        return moved ? Verdict.CONFIRMED : Verdict.NEAR_MISSES_HOLD;
    }

    /**
     * Tests a preimage.
     *
     * @param model the one that was inspected
     * @param answer position of the predicted token, after the query position; empty for the first answer token after it
     * @throws InvalidRequestException if the answer does not come after the query position
     */
    public static PreimageCheck of(ProbedModel model, EpsilonPreimage preimage, String answer, long seed) {
        return new Run(model, preimage, answer).check(seed);
    }

    /** An activation to put in place of the query's: a position of an input. */
    private record Donor(int[] input, int position) {}

    private static final class Run {

        private final ProbedModel model;
        private final EpsilonPreimage preimage;
        private final int[] query;
        private final ActivationSite site;
        private final int output;

        Run(ProbedModel model, EpsilonPreimage preimage, String answer) {
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

        PreimageCheck check(long seed) {
            Task task = model.task();
            float[] logProbabilities = model.logProbabilities(query)[output];
            int predicted = Divergence.likeliest(logProbabilities);
            return new PreimageCheck(
                    preimage.query(),
                    preimage.site(),
                    preimage.positionName(),
                    Positions.name(task, query, output + 1),
                    task.vocabulary().token(predicted),
                    Math.exp(logProbabilities[predicted]),
                    group(donors(preimage.inside(), seed)),
                    group(donors(preimage.outside(), seed)),
                    group(random(seed)));
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
                Collections.shuffle(donors, new java.util.Random(seed));
            }
            return donors.subList(0, Math.min(MOST, donors.size()));
        }

        private List<Donor> random(long seed) {
            RandomGenerator random = new SplittableRandom(seed);
            Task task = model.task();
            List<Donor> donors = new ArrayList<>();
            for (int draw = 0; draw < 20 * MOST && donors.size() < MOST; draw++) {
                int[] input = task.sample(random);
                OptionalInt position = Positions.find(task, input, preimage.positionName());
                position.ifPresent(found -> donors.add(new Donor(input, found)));
            }
            return donors;
        }

        private Group group(List<Donor> donors) {
            if (donors.isEmpty()) {
                return new Group(0, new Proportion(0, 0), Effect.of(new double[0]));
            }
            try (NDManager scratch = model.manager().newSubManager();
                    Torch.GradientMode off = Torch.withoutGradient()) {
                int rows = donors.size();
                List<int[]> queries = Collections.nCopies(rows, query);
                int[] outputs = filled(rows, output);
                PatchedRuns runs = new PatchedRuns(model, scratch, queries, outputs, Set.of(site));
                Replacement replacement =
                        new Replacement(site, filled(rows, preimage.position()), vectors(donors, scratch));
                Divergence divergence = Divergence.between(
                        runs.kept().logits(runs.clean(scratch)),
                        runs.kept().logits(runs.patchedAll(scratch, List.of(replacement))));
                Proportion changed = new Proportion(0, 0);
                double[] nats = new double[rows];
                for (int row = 0; row < rows; row++) {
                    changed = changed.plus(Proportion.of(divergence.changed(row)));
                    nats[row] = divergence.nats()[row];
                }
                return new Group(rows, changed, Effect.of(nats));
            }
        }

        private NDArray vectors(List<Donor> donors, NDManager scratch) {
            ActivationCache cache = new ActivationCache(Set.of(site));
            NDArray tokens =
                    model.batch(scratch, donors.stream().map(Donor::input).toList());
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
}
