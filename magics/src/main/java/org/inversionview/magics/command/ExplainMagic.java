package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.result.Reading;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.llm.LanguageModel;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.MachineReading;
import org.inversionview.models.reading.PreimageReader;
import org.inversionview.models.reading.ReadingInWords;
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

    @Mixin
    private LanguageModelOptions languageModel = new LanguageModelOptions();

    @Override
    void declare(CommandSpec spec) {
        QuestionOptions.makeOptional(spec);
    }

    @Override
    Reading run(Session session) throws IOException {
        LoadedModel model = session.requireModel();
        Optional<LanguageModel> asked = languageModel.asked(session);
        Query query = question().queryOrLast(session);
        Nearness near = question().nearness(session);
        List<Feature> features = session.tasks().features().of(model.probed().task());
        Neighbours neighbours =
                unsteered.inputs(session).at(query.site(), near, HowFar.watchedToEnd(session, "Measuring inputs"));
        Supplier<Optional<EpsilonPreimage>> sampled = () -> sampled(session, model, query, near);
        Explanation read = PreimageReader.explain(neighbours, query, features, sampled);
        return languageModel.isWanted() && read.inside() > 0
                ? new Reading(
                        read,
                        Optional.of(inWords(session, asked, ReadingInWords.of(neighbours, query, features, sampled))))
                : new Reading(read);
    }

    private static MachineReading inWords(Session session, Optional<LanguageModel> asked, ReadingInWords reading)
            throws IOException {
        if (asked.isEmpty()) {
            return new MachineReading(reading.prompt(), Optional.empty());
        }
        session.screen().show(new Notice("Asking a language model; an interrupt ends that."));
        LanguageModel.Answer answer = asked.get().ask(reading.prompt().text());
        return new MachineReading(reading.prompt(), Optional.of(reading.tested(answer)));
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

    /** A language model answers as it likes. */
    @Override
    boolean isRepeatable(List<String> arguments) {
        return !arguments.contains("llm=true");
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
                "%explain llm=prompt",
                "Reading r = %explain site=a1.1 pos== input=655+866=");
    }
}
