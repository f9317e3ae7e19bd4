package org.inversionview.magics.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
            paramLabel = "auto|decoder|task|exact|search",
            completionCandidates = Candidates.Sources.class,
            description =
                    "where inputs come from: the decoder's proposals, draws from the task, all its inputs, or a search that goes on from the nearest draws; auto is the decoder where there is one, else the task")
    private String source = "";

    @Option(
            names = "draws",
            paramLabel = "N",
            description = "with source=task or search: how many inputs are drawn; without it, as many as take seconds")
    private @Nullable Integer draws;

    @Option(
            names = "runs",
            paramLabel = "N",
            description =
                    "with source=search: how many runs of the model it takes; without it, as many as draws take seconds")
    private @Nullable Integer runs;

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
            throw new MagicException("show=%d: from 1 to %d samples can be shown".formatted(show, SHOWN_AT_MOST));
        }
        LoadedModel model = session.requireModel();
        Source from = source(model);
        int inputs = inputs(from, model);
        InversionView view = from == Source.DECODER
                ? session.requireDecoder().inversionView()
                : model.inversionView(
                        from, inputs, runs == null ? model.inputs().usualDraws() : runs, seed);
        SamplingSettings settings = new SamplingSettings(
                inputs,
                question.epsilon(),
                question.metric(),
                SamplingSchedule.parse(schedule),
                question.match(),
                seed,
                show);
        EpsilonPreimage found = inspected(view, query, settings, session);
        session.remember(found);
        return new Preimage(found);
    }

    private Source source(LoadedModel model) {
        Source from = source.equals(AUTO) ? model.usualSource() : Source.named(source);
        if (draws != null && from != Source.TASK && from != Source.SEARCH) {
            throw new MagicException(
                    "draws=%d: the source is %s; only source=task and source=search draw (%%help inspect)"
                            .formatted(draws, from));
        }
        if (runs != null && from != Source.SEARCH) {
            throw new MagicException(
                    "runs=%d: the source is %s; only source=search takes runs (%%help inspect)".formatted(runs, from));
        }
        return from;
    }

    private int inputs(Source from, LoadedModel model) {
        return switch (from) {
            case DECODER -> proposals;
            case TASK, SEARCH -> draws == null ? model.inputs().usualDraws() : draws;
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
                "%inspect layer=1 head=3 pos=S3 source=search runs=20000",
                "Preimage p = %inspect layer=0 at=mid pos== input=920+878=1798");
    }
}
