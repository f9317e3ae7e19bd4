package org.inversionview.magics.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description = "Finds inputs that lead to nearly the same activation: what they share is what it holds.")
final class InspectMagic extends MagicCommand<Preimage> {

    private static final String AUTO = "auto";
    private static final int SHOWN_AT_MOST = 1000;

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    @Option(
            names = "source",
            defaultValue = "auto",
            paramLabel = "auto|decoder|task|exact|LIST",
            completionCandidates = Candidates.Sources.class,
            description =
                    "where inputs come from: the decoder's proposals, draws from the task, or all its inputs; auto is the decoder where there is one, else the task; also a list: decoder,task")
    private String source = "";

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "with source=task: how many inputs are drawn; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(names = "n", defaultValue = "1024", paramLabel = "N", description = "how many inputs the decoder proposes")
    private int proposals;

    @Option(
            names = "schedule",
            defaultValue = "auto",
            paramLabel = "LIST",
            completionCandidates = Candidates.Schedules.class,
            description = "temperatures, each with noise if wanted: 0.5,1,2,2+0.1 is auto")
    private String schedule = "";

    @Option(
            names = "seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "of all random choices: the same seed gives the same samples")
    private long seed;

    @Option(names = "show", defaultValue = "20", paramLabel = "N", description = "how many samples to show")
    private int show;

    @Override
    List<String> listed() {
        return SiteOptions.LISTED;
    }

    /** Inputs in quotation marks may have Java's escapes. */
    @Override
    List<String> arguments(String written) {
        return Arguments.splitTexts(written);
    }

    @Override
    Preimage run(Session session) throws IOException {
        InversionView.Query query = question.query(session);
        if (show < 1 || show > SHOWN_AT_MOST) {
            throw new MagicException("show=%s: from 1 to %s samples can be shown".formatted(show, SHOWN_AT_MOST));
        }
        LoadedModel model = session.requireModel();
        List<Source> from = sources(model);
        List<InversionView> views = new ArrayList<>();
        for (Source each : from) {
            views.add(
                    each == Source.DECODER
                            ? session.requireDecoder().inversionView()
                            : model.inversionView(each, inputs(each, model), seed));
        }
        SamplingSettings settings = new SamplingSettings(
                inputs(from.contains(Source.DECODER) ? Source.DECODER : from.get(0), model),
                question.epsilon(),
                question.metric(),
                SamplingSchedule.parse(schedule),
                question.match(),
                seed,
                show);
        EpsilonPreimage found = inspected(InversionView.joined(views), query, settings, session);
        session.remember(found);
        return new Preimage(found, KnownCoverages.of(found, session));
    }

    private List<Source> sources(LoadedModel model) {
        List<Source> from = source.equals(AUTO)
                ? List.of(model.usualSource())
                : Arrays.stream(source.split(",", -1))
                        .map(Source::named)
                        .distinct()
                        .toList();
        if (draws != null && !from.contains(Source.TASK)) {
            throw new MagicException("draws=%s: the source is %s; only source=task draws (%%help inspect)"
                    .formatted(draws, from.stream().map(Source::label).collect(Collectors.joining(","))));
        }
        return from;
    }

    private int inputs(Source from, LoadedModel model) {
        return switch (from) {
            case DECODER -> proposals;
            case TASK -> draws == null ? model.inputs().usualDraws() : draws;
            case EXACT -> model.inputs().size();
        };
    }

    private static EpsilonPreimage inspected(
            InversionView view, InversionView.Query query, SamplingSettings settings, Session session)
            throws IOException {
        try {
            return view.inspect(query, settings, HowFar.watchedToEnd(session, "Measuring inputs"));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage() + " (INVERSIONVIEW_CACHE names another folder)", e);
        }
    }

    @Override
    Class<Preimage> resultType() {
        return Preimage.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%inspect layer=1 head=3 pos=A1",
                "%inspect site=a1.3 pos=-4 eps=0.05 n=4096",
                "%inspect layer=1 head=3 pos=A1 source=task draws=50000",
                "%inspect layer=1 head=3 pos=A1 source=decoder,task",
                "Preimage p = %inspect layer=0 at=mid pos== input=920+878=1798");
    }
}
