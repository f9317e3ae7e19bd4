package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.options.NearOptions;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which activation is asked about, and what counts as near it. */
final class QuestionOptions {

    /** What means nothing where no position is written. */
    private static final List<String> OF_A_QUESTION = List.of("input", "eps", "metric", "match");

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "pos",
            required = true,
            paramLabel = "POS",
            completionCandidates = Candidates.PositionNames.class,
            description =
                    "query position: from 0 (BOS), negative from the last token, or a name such as A1 (%%query shows them); also a list: A1,A2 or *")
    private String position = "";

    @Option(
            names = "input",
            paramLabel = "TEXT",
            completionCandidates = Candidates.Inputs.class,
            description = "query input; without it the one that %%query set")
    private @Nullable String input;

    @Mixin
    private NearOptions near = new NearOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Makes the question one that may be left out, for a magic that then asks about the last preimage. */
    static void makeOptional(CommandSpec spec) {
        OptionSpec declared = spec.findOption("pos");
        spec.remove(declared);
        spec.addOption(OptionSpec.builder(declared).required(false).build());
    }

    /**
     * Returns what is asked, or what the last preimage was an answer to, where nothing is.
     *
     * @throws MagicException if a site, an input or what counts as near is named without a position
     */
    Query queryOrLast(Session session) {
        if (isAsked()) {
            return query(session);
        }
        if (site.isNamed()) {
            throw new MagicException("where? Add pos=A1, or leave the site out, too, for the last preimage");
        }
        for (String option : OF_A_QUESTION) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new MagicException("%s=…: the last preimage has its own; add site=… pos=… to ask another question"
                        .formatted(option));
            }
        }
        return Query.of(
                session.requirePreimage(), session.requireModel().probed().task());
    }

    /** Returns whether a question was written. */
    boolean isAsked() {
        return !position.isEmpty();
    }

    /** Returns what counts as near: as written, or as the last preimage has it where no question was written. */
    Nearness nearness(Session session) {
        return isAsked()
                ? near.nearness()
                : Nearness.of(session.requirePreimage().settings());
    }

    /**
     * Returns what is asked.
     *
     * @throws IllegalArgumentException if the model has no such site, the input no such position
     */
    Query query(Session session) {
        ProbedModel model = session.requireModel().probed();
        ActivationSite asked = model.require(site.site());
        int[] query = input == null ? session.requireQuery() : model.task().parse(input);
        if (!near.match().equals(SamplingSettings.BEST)) {
            Positions.resolve(
                    model.task(), query, near.match()); // a fixed position that even the query lacks is a slip
        }
        return new Query(query, asked, Positions.resolve(model.task(), query, position));
    }

    double epsilon() {
        return near.epsilon();
    }

    Distance metric() {
        return near.metric();
    }

    String match() {
        return near.match();
    }
}
