package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.DistancesView;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.EpsilonPreimage.Settings;
import org.inversionview.models.inversion.InversionView;
import org.inversionview.models.inversion.MeasuredInputs;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.zoo.LoadedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "distances", description = "Measures how far inputs of your own lie from the query activation.")
final class DistancesMagic extends MagicCommand<DistancesView> {

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "pos",
            required = true,
            paramLabel = "POS",
            description = "query position: number, negative number or name")
    private String position = "";

    @Option(names = "input", paramLabel = "TEXT", description = "query input; without it the one that %%query set")
    private @Nullable String input;

    @Option(names = "eps", defaultValue = "0.1", paramLabel = "ε", description = "largest distance inside the preimage")
    private double epsilon;

    @Option(
            names = "metric",
            defaultValue = "euclidean",
            paramLabel = "euclidean|cosine",
            description = "‖a − z‖ / ‖z‖, or 1 − cosine similarity")
    private String metric = "";

    @Option(
            names = "match",
            defaultValue = "best",
            paramLabel = "best|POS",
            description = "the position that counts: the closest, or always this one")
    private String match = "";

    @Parameters(paramLabel = "TEXT", arity = "1..*", description = "inputs to measure")
    private List<String> texts = List.of();

    @Override
    DistancesView run(Session session) {
        LoadedModel model = session.requireModel();
        Task task = model.probed().task();
        ActivationSite asked = model.probed().require(site.site());
        int[] query = input == null ? session.requireQuery() : task.parse(input);
        int at = Positions.resolve(task, query, position);
        List<int[]> inputs = texts.stream().map(task::parse).toList();
        Settings usual = Settings.DEFAULT;
        Settings settings =
                new Settings(inputs.size(), epsilon, Distance.named(metric), usual.schedule(), match, usual.seed(), 0);
        InversionView.Query what = new InversionView.Query(query, asked, at);
        return new DistancesView(MeasuredInputs.measure(model.probed(), model.provenance(), what, inputs, settings));
    }

    @Override
    Class<DistancesView> resultType() {
        return DistancesView.class;
    }

    @Override
    List<String> examples() {
        return List.of("%distances site=a1.3 pos=A1 929+877 741+950 834+977");
    }
}
