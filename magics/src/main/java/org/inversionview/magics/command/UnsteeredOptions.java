package org.inversionview.magics.command;

import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say with which inputs a preimage is compared that nothing steered. */
final class UnsteeredOptions {

    @Option(
            names = "source",
            defaultValue = "task",
            paramLabel = "task|exact",
            completionCandidates = Candidates.UnsteeredSources.class,
            description = "inputs that nothing steered: draws from the task, or all that it has")
    private String source = "";

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "with source=task: how many inputs are drawn; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of all random choices")
    private long seed;

    /** Returns the inputs that are meant. */
    UnsteeredInputs inputs(Session session) {
        Source from = Source.named(source);
        requireUnsteered(from);
        return inputs(session, from, draws, seed);
    }

    private static void requireUnsteered(Source source) {
        if (source != Source.TASK && source != Source.EXACT) {
            throw new MagicException("source=%s: inputs that nothing steered are task or exact".formatted(source));
        }
    }

    /** Returns the inputs of a source; of any but the whole task, draws from it. */
    static UnsteeredInputs inputs(Session session, Source source, @Nullable Integer draws, long seed) {
        TaskInputs inputs = session.requireModel().inputs();
        if (source == Source.EXACT && draws != null) {
            throw new MagicException("draws=%s: source=exact takes every input of the task".formatted(draws));
        }
        return source == Source.EXACT
                ? UnsteeredInputs.all(inputs)
                : UnsteeredInputs.drawn(inputs, draws == null ? inputs.usualDraws() : draws, seed);
    }

    long seed() {
        return seed;
    }
}
