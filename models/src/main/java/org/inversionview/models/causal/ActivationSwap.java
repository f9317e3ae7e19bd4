package org.inversionview.models.causal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationCache;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.Hooks;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.probed.KeptRun;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/** The run of one query, with the query activation replaced by those of other inputs, and what that does to one output. */
public final class ActivationSwap {

    private final ProbedModel model;
    private final int[] input;
    private final ActivationSite site;
    private final int position;
    private final int output;

    /**
     * An activation to put in place of the query's, at the same site.
     *
     * @param input which is not to be changed
     * @param position of it, 0 = BOS
     */
    public record Donor(int[] input, int position) {}

    /**
     * What one donor's activation does to the output.
     *
     * @param nats KL(clean ‖ patched) of the next token's distribution
     * @param changed whether another token becomes the likeliest
     */
    public record Outcome(float nats, boolean changed) {}

    /**
     * Prepares to patch.
     *
     * @param answer position of the predicted token, after the query position; empty for the first answer token after it
     * @throws InvalidRequestException if the answer does not come after the query position
     */
    public ActivationSwap(ProbedModel model, Query query, String answer) {
        this.model = model;
        this.input = query.input();
        this.site = model.require(query.site());
        this.position = query.position();
        int first = Math.max(model.task().answerStart(input), position) + 1;
        int at = answer.isEmpty() ? first : Positions.resolve(model.task(), input, answer);
        if (at <= position || at >= input.length) {
            throw new InvalidRequestException(
                    "answer position",
                    answer,
                    "none comes after the query position %s: patching there moves only what comes after it"
                            .formatted(Positions.name(model.task(), input, position)));
        }
        this.output = at - 1;
    }

    /** Returns the position where the answer is predicted. */
    public int output() {
        return output;
    }

    /** Returns the name of the position whose token is predicted. */
    public String answer() {
        return Positions.name(model.task(), input, output + 1);
    }

    /** Returns what each donor does; interrupted, those that were done by then, the first ones. */
    public List<Outcome> outcomes(List<Donor> donors, WorkRunner runner) {
        List<Outcome> outcomes = new ArrayList<>();
        runner.run(donors, bytes(), batch -> swapped(batch.items()), (batch, some) -> outcomes.addAll(some));
        return outcomes;
    }

    private long bytes() {
        return KeptRun.bytes(model, output + 1, 1)
                + model.bytesOfRun(model.task().maxLength(), 1)
                + Divergence.bytes(model);
    }

    private List<Outcome> swapped(List<Donor> donors) {
        try (NDManager scratch = model.manager().newSubManager();
                Torch.GradientMode off = Torch.withoutGradient()) {
            int rows = donors.size();
            List<int[]> inputs = Collections.nCopies(rows, input);
            PatchedRuns runs = new PatchedRuns(model, scratch, inputs, filled(rows, output), Set.of(site));
            Replacement replacement = new Replacement(site, filled(rows, position), vectors(donors, scratch));
            Divergence divergence = Divergence.between(
                    runs.kept().logits(runs.clean(scratch)),
                    runs.kept().logits(runs.patchedAll(scratch, List.of(replacement))));
            List<Outcome> outcomes = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                outcomes.add(new Outcome(divergence.nats()[row], divergence.changed(row)));
            }
            return outcomes;
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
