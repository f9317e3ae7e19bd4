package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hooks.ActivationSite.Kind;
import org.inversionview.models.hooks.SitePatterns;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * One activation to replace.
 *
 * @param site which holds a vector a position
 * @param position as a user names it: 0 = BOS, negative from the last token, or a name of the task's
 */
public record Patch(ActivationSite site, String position) {

    private static final String ALL_HEADS = "heads";

    public Patch {
        if (site.kind() == Kind.PATTERN || site.kind() == Kind.LOGITS) {
            throw new InvalidRequestException(
                    "site",
                    site,
                    "it cannot be patched: it is the %s, no vector a position"
                            .formatted(site.kind().description()));
        }
    }

    /**
     * Returns the patches that a text means, in its order: {@code a0.0@A3,m1@=}. In a short name {@code *} stands for
     * anything, so that {@code a0.*@A3} are the heads of block 0; {@code heads} is {@code a*}.
     *
     * @throws InvalidRequestException if the model has no such site, no input of its task such a position, or one stands there
     *     twice
     */
    public static List<Patch> parse(ProbedModel model, String text) {
        List<Patch> patches = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String trimmed = part.strip();
            int at = trimmed.indexOf('@');
            if (at < 1 || at == trimmed.length() - 1) {
                throw new InvalidRequestException(
                        "patch", trimmed, "write SITE@POS as in a1.3@A1, a0.*@A1 or heads@A1, several with commas");
            }
            String position = Positions.require(model.task(), trimmed.substring(at + 1));
            sites(model, trimmed.substring(0, at)).forEach(site -> add(patches, new Patch(site, position)));
        }
        return patches;
    }

    private static void add(List<Patch> patches, Patch patch) {
        if (patches.contains(patch)) {
            throw new InvalidRequestException("patch", patch, "it stands there twice: keep one");
        }
        patches.add(patch);
    }

    private static List<ActivationSite> sites(ProbedModel model, String name) {
        String pattern = name.equals(ALL_HEADS) ? "a*" : name;
        return SitePatterns.isPattern(pattern)
                ? SitePatterns.matching(model.sites(), pattern)
                : List.of(model.require(ActivationSite.parse(pattern)));
    }

    /**
     * Returns every probed site at every named position of the pairs' original inputs, up to where the answer is predicted:
     * positions in their order, and at each the sites in the order of the computation.
     *
     * @param answer position of the answer token
     */
    static List<Patch> everywhere(ProbedModel model, List<ContrastPair> pairs, String answer) {
        Task task = model.task();
        Map<String, Integer> latest = new LinkedHashMap<>();
        for (ContrastPair pair : pairs) {
            int[] input = pair.original();
            int output = PairedAnswer.require(task, pair, answer).original() - 1;
            for (int position = 0; position <= output; position++) {
                latest.merge(Positions.name(task, input, position), position, Math::max);
            }
        }
        return latest.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .flatMap(position -> model.sites().stream().map(site -> new Patch(site, position.getKey())))
                .toList();
    }

    /** Returns the position in every input, −1 where it has none. */
    int[] positions(Task task, List<int[]> inputs) {
        return inputs.stream()
                .mapToInt(input -> Positions.find(task, input, position).orElse(-1))
                .toArray();
    }

    @Override
    public String toString() {
        return site + "@" + position;
    }
}
