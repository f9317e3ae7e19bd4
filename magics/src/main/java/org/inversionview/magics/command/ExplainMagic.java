package org.inversionview.magics.command;

import java.util.List;
import java.util.Optional;
import org.inversionview.magics.result.Reading;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.PreimageReader;
import org.inversionview.models.tasks.Feature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

@Command(
        name = "explain",
        description =
                "Reads a preimage, the last or any: what its members share, tested against inputs outside and near misses, in words and numbers.")
final class ExplainMagic extends QuestionMagic<Reading> {

    @Mixin
    private UnsteeredOptions unsteered = new UnsteeredOptions();

    @Override
    void declare(CommandSpec spec) {
        QuestionOptions.makeOptional(spec);
    }

    @Override
    Reading run(Session session) {
        LoadedModel model = session.requireModel();
        Query query = question().queryOrLast(session);
        Nearness near = question().nearness(session);
        List<Feature> features = session.tasks().features().of(model.probed().task());
        Neighbours neighbours =
                unsteered.inputs(session).at(query.site(), near, HowFar.watchedToEnd(session, "Measuring inputs"));
        return new Reading(
                PreimageReader.explain(neighbours, query, features, () -> sampled(session, model, query, near)));
    }

    /** Returns whose members are read where nothing steered finds enough: the last preimage, or what the decoder proposes. */
    private Optional<EpsilonPreimage> sampled(Session session, LoadedModel model, Query query, Nearness near) {
        if (!question().isAsked()) {
            return Optional.of(session.requirePreimage());
        }
        SamplingSettings usual = SamplingSettings.DEFAULT;
        return model.decoder()
                .map(decoder -> model.inversionView()
                        .inspect(query, near.sampling(usual.proposals(), usual.schedule(), unsteered.seed())));
    }

    @Override
    Class<Reading> resultType() {
        return Reading.class;
    }

    @Override
    List<String> examples() {
        return List.of(
                "%explain",
                "%explain layer=1 head=2 pos== match==",
                "%explain site=a1.* pos=A1,A2 match=best",
                "%explain site=a1.2 pos== match== source=exact",
                "Reading r = %explain site=a1.1 pos== input=655+866=");
    }
}
