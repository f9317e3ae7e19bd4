package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description = "Samples inputs that lead to nearly the same activation: what they share is what it holds.")
final class InspectMagic extends MagicCommand<Preimage> {

    private static final int SHOWN_AT_MOST = 1000;

    @Mixin
    private QuestionOptions question = new QuestionOptions();

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
    Preimage run(Session session) {
        InversionView.Query query = question.query(session);
        if (show < 1 || show > SHOWN_AT_MOST) {
            throw new MagicException("show=%d: from 1 to %d samples can be shown".formatted(show, SHOWN_AT_MOST));
        }
        SamplingSettings settings = new SamplingSettings(
                proposals,
                question.epsilon(),
                question.metric(),
                SamplingSchedule.parse(schedule),
                question.match(),
                seed,
                show);
        EpsilonPreimage sampled = session.requireDecoder().inversionView().inspect(query, settings);
        session.remember(sampled);
        return new Preimage(sampled);
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
                "Preimage p = %inspect layer=0 at=mid pos== input=920+878=1798");
    }
}
