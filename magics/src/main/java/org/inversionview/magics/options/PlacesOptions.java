package org.inversionview.magics.options;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options that name many sites and positions, all of which go into one result. */
public final class PlacesOptions {

    private static final String ALL = "*";

    @Option(
            names = "site",
            defaultValue = ALL,
            paramLabel = "NAME,…",
            completionCandidates = Candidates.Sites.class,
            description =
                    "sites, with * for anything and - for numbers from to: a1.2 or a1.*,m1 or a0-2.3; without it all")
    private String sites = "";

    @Option(
            names = "pos",
            required = true,
            paramLabel = "POS,…",
            completionCandidates = Candidates.PositionList.class,
            description =
                    "query positions: numbers, negative ones or names such as A1; * for all that a decoder learns")
    private String positions = "";

    /** Has all positions meant where none is written. */
    public static void everywhere(CommandSpec spec) {
        OptionSpec declared = spec.findOption("pos");
        spec.remove(declared);
        spec.addOption(
                OptionSpec.builder(declared).required(false).defaultValue(ALL).build());
    }

    /**
     * Returns the sites that are meant, each once.
     *
     * @throws InvalidRequestException if the model has none of a name
     */
    public List<ActivationSite> sites(ProbedModel model) {
        return sites(model, sites);
    }

    /** Returns the sites that a list means in a model, each once. */
    public static List<ActivationSite> sites(ProbedModel model, String list) {
        Set<ActivationSite> all = new LinkedHashSet<>();
        for (String part : list.split(",", -1)) {
            String name = part.strip();
            if (SitePatterns.isPattern(name)) {
                all.addAll(SitePatterns.matching(model.sites(), name));
            } else {
                all.add(model.require(ActivationSite.parse(name)));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Returns the positions that are meant, each once.
     *
     * @throws InvalidRequestException if no input of the task has one
     */
    public List<String> positions(Task task) {
        if (positions.equals(ALL)) {
            return Positions.kinds(task);
        }
        return Arrays.stream(positions.split(",", -1))
                .map(part -> Positions.require(task, part.strip()))
                .distinct()
                .toList();
    }
}
