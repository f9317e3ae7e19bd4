package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;

/** What a coverage says of itself in sentences. */
record CoverageWords(PreimageCoverage data) {

    /** A coverage below it is warned of. */
    static final double LOW = 0.5;

    private static final double EVEN = 0.5;
    private static final int FEW = 30;
    private static final double LOG_10 = Math.log(10);

    static boolean isLikelyFound(Member member) {
        return member.chance() >= EVEN;
    }

    /**
     * Returns the warning of a low coverage, which says whether the decoder or the number of proposals is the reason; empty where
     * it is not low.
     *
     * @param ceiling what as many draws from the preimage itself would find; NaN where that is not known
     */
    static String warning(double share, double ceiling) {
        if (!(share < LOW)) {
            return "";
        }
        if (Double.isNaN(ceiling)) {
            return "⚠ Most of the preimage is not among them: it is too large for so few proposals (n= proposes more), or the decoder misses it (source=task draws inputs without it).";
        }
        return share >= LOW * ceiling
                ? "⚠ Most of the preimage is not among them, because it has too many members for so few proposals: n= proposes more."
                : "⚠ The decoder misses most of it: what the samples share, the preimage may not. source=task draws inputs without the decoder.";
    }

    private SamplingSettings sampling() {
        return data.settings().sampling();
    }

    String position() {
        return PreimageWords.position(data.position(), data.positionName());
    }

    String summary() {
        MeanShare coverage = data.coverage();
        if (data.inside() == 0) {
            return "None of %s lies inside ε = %s: how much of the preimage the decoder finds is not known."
                    .formatted(measured(), Numbers.plain(sampling().epsilon()));
        }
        if (data.isExact()) {
            return "%s proposals find %s of the preimage: the mean chance of all its %s members, of %s."
                    .formatted(
                            Numbers.count(sampling().proposals()),
                            Numbers.percent(coverage.value()),
                            Numbers.count(data.inside()),
                            measured());
        }
        return "%s proposals find %s of the preimage (95 %% interval %s to %s): the mean chance of %s, of %s that lie inside ε = %s."
                .formatted(
                        Numbers.count(sampling().proposals()),
                        Numbers.percent(coverage.value()),
                        Numbers.percent(coverage.low()),
                        Numbers.percent(coverage.high()),
                        scored(),
                        "the %s of %s".formatted(Numbers.count(data.inside()), measured()),
                        Numbers.plain(sampling().epsilon()));
    }

    private String scored() {
        int scored = data.coverage().count();
        return scored == data.inside() ? "all of them" : "%s members, a fair sample".formatted(Numbers.count(scored));
    }

    private String measured() {
        return data.source() == Source.EXACT
                ? "all %s inputs of task %s"
                        .formatted(
                                Numbers.count(data.measured()),
                                data.provenance().task())
                : "%s draws from task %s"
                        .formatted(
                                Numbers.count(data.measured()),
                                data.provenance().task());
    }

    /** What a perfect decoder would find. */
    String ceiling() {
        return Double.isNaN(data.ceiling())
                ? ""
                : "As many draws from the preimage itself, which are what a perfect decoder proposes, would find %s."
                        .formatted(Numbers.percent(data.ceiling()));
    }

    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        // where the preimage's size is not known: as much of it is found as of the decoder's own distribution is seen
        double ceiling = Double.isNaN(data.ceiling()) ? 1 - data.unseen() : data.ceiling();
        warnings.add(warning(data.coverage().value(), ceiling));
        if (data.source() != Source.EXACT && data.inside() < FEW) {
            warnings.add(
                    "⚠ Few members are known: draws= draws more; source=exact takes all, where the task lists its inputs.");
        }
        return warnings;
    }

    /** What the proposals that were drawn now say. */
    String drawn() {
        if (data.inside() == 0) {
            return "";
        }
        return "Of the %s distinct members that are known, %s (%s) are among the %s proposals drawn now; the share of these seen once, %s, estimates the mass of the decoder’s own distribution that they have not shown."
                .formatted(
                        Numbers.count(data.found().trials()),
                        Numbers.count(data.found().hits()),
                        Numbers.percent(data.found().value()),
                        Numbers.count(sampling().proposals()),
                        Numbers.percent(data.unseen()));
    }

    String likelihood() {
        return Double.isNaN(data.auroc())
                ? ""
                : String.format(
                        Locale.ROOT,
                        "The decoder’s log-probability tells members from other inputs of the task with an AUROC of %.3f (%,d members, %,d others).",
                        data.auroc(),
                        data.members().size(),
                        data.others().size());
    }

    String columns() {
        return "chance: that %s proposals contain the member; bars: from 0 to 1. now: among the proposals drawn now. Then the probability that one proposal is the member, by setting%s."
                .formatted(
                        Numbers.count(sampling().proposals()),
                        sampling().schedule().settings().stream().anyMatch(SamplingSchedule.Setting::isRandom)
                                ? " (with noise: mean over %s noisy activations)"
                                        .formatted(data.settings().noisy())
                                : "");
    }

    String others() {
        return "outside (%s)".formatted(Numbers.count(data.others().size()));
    }

    String found() {
        return "member, likely found (%s)"
                .formatted(Numbers.count(data.members().stream()
                        .filter(CoverageWords::isLikelyFound)
                        .count()));
    }

    String missed() {
        return "member, likely missed (%s)"
                .formatted(Numbers.count(data.members().stream()
                        .filter(member -> !isLikelyFound(member))
                        .count()));
    }

    String chart() {
        return "Each point is an input of the task: its distance, and its probability under the decoder at temperature 1 without noise; the line is ε. Members and others are fair samples of either side; what is nearer or farther than the axis stands at its ends. Likely found: with a chance of one half or more.";
    }

    /** Returns a probability, of which the natural logarithm is given, to two digits. */
    static String probability(double logarithm) {
        if (logarithm == Double.NEGATIVE_INFINITY) {
            return "0";
        }
        double power = Math.floor(logarithm / LOG_10);
        double digits = Math.rint(10 * Math.pow(10, logarithm / LOG_10 - power)) / 10;
        return digits < 10
                ? String.format(Locale.ROOT, "%.1fe%.0f", digits, power)
                : String.format(Locale.ROOT, "1.0e%.0f", power + 1);
    }

    String origin() {
        return PreimageWords.origin(
                data.provenance(),
                sampling(),
                "members %s".formatted(data.source().label()),
                true,
                data.seconds());
    }
}
