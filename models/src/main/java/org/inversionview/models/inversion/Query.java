package org.inversionview.models.inversion;

import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * What is asked: which activation.
 *
 * @param input the query input, BOS and EOS included
 * @param site the activation site
 * @param position the query position, 0 = BOS
 */
public record Query(int[] input, ActivationSite site, int position) {

    public Query {
        input = input.clone();
    }

    @Override
    public int[] input() {
        return input.clone();
    }

    /** Returns what a preimage was an answer to. */
    public static Query of(EpsilonPreimage preimage, Task task) {
        int[] input =
                preimage.queryTokens().stream().mapToInt(task.vocabulary()::id).toArray();
        return new Query(input, ActivationSite.parse(preimage.site()), preimage.position());
    }

    /** Returns the query activation z. */
    QueryActivation activation(ProbedModel model) {
        model.require(site);
        int last = Positions.last(model.task(), input);
        if (position < 0 || position > last) {
            throw new InvalidRequestException("position", position, "this input has positions 0 to %s".formatted(last));
        }
        QueryActivation z = vector(model);
        if (!Double.isFinite(z.norm())) {
            throw new InvalidRequestException(
                    "query activation",
                    "%s at position %s".formatted(site, position),
                    "it holds NaN or infinity: this model's weights are too large to compute with");
        }
        if (!(z.norm() > 0)) {
            throw new InvalidRequestException(
                    "query activation",
                    "%s at position %s".formatted(site, position),
                    "it is zero, and distances from it are undefined; ask about another position");
        }
        return z;
    }

    /** Returns the activation, whatever it is. */
    QueryActivation vector(ProbedModel model) {
        return new QueryActivation(model.activations(site, List.of(input))[0][position]);
    }
}
