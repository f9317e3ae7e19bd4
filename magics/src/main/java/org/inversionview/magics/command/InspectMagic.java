package org.inversionview.magics.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.inversion.SourceSettings;
import org.inversionview.models.loading.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description = "Finds inputs that lead to nearly the same activation: what they share is what it holds.")
final class InspectMagic extends QuestionMagic<Preimage> {

    private static final int SHOWN_AT_MOST = 1000;

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(names = "show", defaultValue = "20", paramLabel = "N", description = "how many samples to show")
    private int show;

    @Option(
            names = "control",
            defaultValue = "false",
            description =
                    "the same search, small beside, for BOS, a random direction, another input, and without knowing the activation")
    private boolean control;

    @Override
    Preimage run(Session session) throws IOException {
        Query query = question().query(session);
        if (show < 1 || show > SHOWN_AT_MOST) {
            throw new MagicException("show=%s: from 1 to %s samples can be shown".formatted(show, SHOWN_AT_MOST));
        }
        LoadedModel model = session.requireModel();
        List<Source> from = source.sources(model);
        SourceSettings told = source.settings(from, session, sampling.seed());
        List<InversionView> views = new ArrayList<>();
        for (Source each : from) {
            views.add(
                    each == Source.DECODER
                            ? session.requireDecoder().inversionView()
                            : model.inversionView(each, told));
        }
        int inputs = inputs(from.contains(Source.DECODER) ? Source.DECODER : from.get(0), told, model);
        InversionView view = InversionView.joined(views);
        SamplingSettings settings = sampling.settings(question(), inputs, show);
        EpsilonPreimage found = view.inspect(query, settings, HowFar.watchedToEnd(session, "Measuring inputs"));
        session.remember(found);
        return new Preimage(found, KnownCoverages.of(found, session), controls(view, query, settings, session));
    }

    private List<Control> controls(InversionView view, Query query, SamplingSettings settings, Session session) {
        return control ? view.controls(query, settings, HowFar.watchedToEnd(session, "Measuring controls")) : List.of();
    }

    private int inputs(Source from, SourceSettings told, LoadedModel model) {
        return switch (from) {
            case DECODER -> sampling.proposals();
            case TASK, SEARCH -> told.draws();
            case EXACT -> model.inputs().size();
            case CORPUS -> model.inputs().size(told.corpus().orElseThrow());
        };
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
                "%inspect layer=1 head=3 pos=A1 control=true",
                "%inspect layer=1 head=3 pos=S3 source=search runs=20000",
                "%inspect layer=9 head=9 pos=-1 corpus=letters.txt",
                "Preimage p = %inspect layer=0 at=mid pos== input=920+878=1798");
    }
}
