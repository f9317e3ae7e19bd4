package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.Preimage;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage.Settings;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.zoo.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description = "Samples inputs that lead to nearly the same activation: what they share is what it holds.")
final class InspectMagic extends MagicCommand<Preimage> {

    private static final int SHOWN_AT_MOST = 1000;

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "pos",
            required = true,
            paramLabel = "POS",
            description =
                    "query position: from 0 (BOS), negative from the last token, or a name such as A1 (%%query shows them)")
    private String position = "";

    @Option(names = "input", paramLabel = "TEXT", description = "query input; without it the one that %%query set")
    private @Nullable String input;

    @Option(names = "n", defaultValue = "1024", paramLabel = "N", description = "how many inputs the decoder proposes")
    private int proposals;

    @Option(names = "eps", defaultValue = "0.1", paramLabel = "ε", description = "largest distance inside the preimage")
    private double epsilon;

    @Option(
            names = "metric",
            defaultValue = "euclidean",
            paramLabel = "euclidean|cosine",
            description = "‖a − z‖ / ‖z‖, or 1 − cosine similarity")
    private String metric = "";

    @Option(
            names = "schedule",
            defaultValue = "auto",
            paramLabel = "LIST",
            description = "temperatures, each with noise if wanted: 0.5,1,2,2+0.1 is auto")
    private String schedule = "";

    @Option(
            names = "match",
            defaultValue = "best",
            paramLabel = "best|POS",
            description = "compare each sample at its closest position, or always at this one")
    private String match = "";

    @Option(
            names = "seed",
            defaultValue = "0",
            paramLabel = "N",
            description = "of all random choices: the same seed gives the same samples")
    private long seed;

    @Option(names = "show", defaultValue = "20", paramLabel = "N", description = "how many samples to show")
    private int show;

    @Override
    Preimage run(Session session) {
        LoadedModel model = session.requireModel();
        Task task = model.probed().task();
        ActivationSite asked = model.probed().require(site.site());
        int[] query = input == null ? session.requireQuery() : task.parse(input);
        int at = Positions.resolve(task, query, position);
        if (show < 1 || show > SHOWN_AT_MOST) {
            throw new MagicException("show=%d: from 1 to %d samples can be shown".formatted(show, SHOWN_AT_MOST));
        }
        Settings settings = new Settings(
                proposals,
                epsilon,
                Distance.named(metric),
                SamplingSchedule.parse(schedule),
                requireMatch(task, query),
                seed,
                show);
        return new Preimage(model.inversionView().inspect(new InversionView.Query(query, asked, at), settings));
    }

    /** A fixed position that even the query input lacks is a slip of the pen. */
    private String requireMatch(Task task, int[] query) {
        if (!match.equals(Settings.BEST)) {
            Positions.resolve(task, query, match);
        }
        return match;
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
