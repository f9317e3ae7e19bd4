package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Coverage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.DecoderCoverage;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.TaskInputs;
import org.inversionview.models.loading.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "coverage",
        description = "Measures how much of the ε-preimage the decoder finds, and which members it misses.")
final class CoverageMagic extends QuestionMagic<Coverage> {

    private static final String AUTO = "auto";

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(
            names = "source",
            defaultValue = "auto",
            paramLabel = "auto|task|exact",
            completionCandidates = Candidates.MemberSources.class,
            description =
                    "where members come from that the decoder is to find: draws from the task, or all its inputs; auto is all where they are no more than would be drawn")
    private String source = "";

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "with source=task: how many inputs are drawn; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(
            names = "members",
            defaultValue = "200",
            paramLabel = "N",
            description = "how many members the decoder is asked about: a fair sample of those that are known")
    private int members;

    @Option(
            names = "show",
            defaultValue = "10",
            paramLabel = "N",
            description = "how many members to show, the most likely missed first")
    private int show;

    @Override
    Coverage run(Session session) {
        Query query = question().query(session);
        LoadedModel model = session.requireDecoder();
        CoverageSettings settings = CoverageSettings.of(sampling.settings(question(), sampling.proposals(), show))
                .withMembers(members);
        PreimageCoverage found = coverage(model.inputs(), model.requireDecoder())
                .measure(query, settings, HowFar.watched(session, "Scoring members"));
        session.remember(found);
        return new Coverage(found);
    }

    private DecoderCoverage coverage(TaskInputs inputs, Decoder decoder) {
        boolean auto = source.equals(AUTO);
        Source from = auto ? Source.TASK : Source.named(source);
        if (from == Source.DECODER) {
            throw new MagicException(
                    "source=decoder: members must be found without the decoder, that is what it is measured by; write auto, task or exact (%help coverage)");
        }
        if (draws != null && from != Source.TASK) {
            throw new MagicException(
                    "draws=%s: the source is %s; only source=task draws (%%help coverage)".formatted(draws, from));
        }
        if (from == Source.EXACT) {
            return DecoderCoverage.ofAll(inputs, decoder);
        }
        return auto && draws == null
                ? DecoderCoverage.usual(inputs, decoder, sampling.seed())
                : DecoderCoverage.ofDraws(
                        inputs, decoder, draws == null ? inputs.usualDraws() : draws, sampling.seed());
    }

    @Override
    Class<Coverage> resultType() {
        return Coverage.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%coverage layer=1 head=3 pos=A1",
                "%coverage site=a1.3 pos=A1,A2 source=task draws=50000",
                "Coverage c = %coverage layer=1 head=3 pos=A1 source=exact");
    }
}
