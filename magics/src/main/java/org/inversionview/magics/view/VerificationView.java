package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.magics.CumulativeVerification;
import org.inversionview.magics.PreimageVerification;
import org.inversionview.models.causal.CumulativeEffects;
import org.inversionview.models.causal.CumulativeEffects.Step;
import org.inversionview.models.causal.Effect;
import org.inversionview.models.causal.PreimageCheck;

/** How causal tests are shown: what was asked, what came out in words, every step with its interval, the bars. */
public final class VerificationView {

    /** Name and version of the JSON form of cumulative patching. */
    public static final String PATCHING_SCHEMA = "inversionview/patching/1";

    /** Name and version of the JSON form of a preimage's causal test. */
    public static final String PREIMAGE_SCHEMA = "inversionview/preimage-check/1";

    private VerificationView() {}

    /** Returns all forms of a cumulative patching. */
    public static MimeBundle bundle(CumulativeVerification verification) {
        String title = "Activation patching: " + verification.question().words();
        if (verification.effects().clean().inputs() == 0) {
            return new MimeBundle(Page.of(title, List.of("Interrupted before the first inputs were done."))
                    .forms());
        }
        Page page = new Page(
                title,
                lines(verification),
                verification.table(),
                "Each row patches one activation more, on top of those above it (forward) or below it (backward): by how much the logit"
                        + " difference falls, with the 95 % bootstrap interval over inputs, and the total so far. An activation matters"
                        + " when either order shows it.",
                List.of(Figure.of(
                        verification.chart(), "Fall of the logit difference for each patch, forward and backward")));
        return page.bundle(PATCHING_SCHEMA, verification);
    }

    private static List<String> lines(CumulativeVerification verification) {
        CumulativeEffects effects = verification.effects();
        List<String> lines = new ArrayList<>();
        lines.add(outputs(
                effects.clean(), effects.contrast(), verification.question().inputs()));
        lines.add(String.format(
                Locale.ROOT,
                "All %d together lower it by %s: %.0f %% of the way to the contrast inputs’ runs.",
                verification.table().rowCount(),
                plusMinus(total(effects)),
                100 * verification.share()));
        lines.addAll(effects.warnings().stream().map(w -> "⚠ " + w).toList());
        return lines;
    }

    private static Effect total(CumulativeEffects effects) {
        List<Step> steps = effects.forward().isEmpty() ? effects.backward() : effects.forward();
        return steps.get(steps.size() - 1).total();
    }

    /** Says what the logit difference is without patches. */
    static String outputs(Effect clean, Effect contrast, int asked) {
        String interrupted =
                clean.inputs() < asked ? " Interrupted after %,d of %,d inputs.".formatted(clean.inputs(), asked) : "";
        return String.format(
                Locale.ROOT,
                "Logit of the original answer less that of the contrast input’s: %s on the %,d original inputs, %s on the contrast inputs.%s",
                plusMinus(clean),
                clean.inputs(),
                plusMinus(contrast),
                interrupted);
    }

    /** Returns mean ± standard error. */
    static String plusMinus(Effect effect) {
        return String.format(Locale.ROOT, "%.2f ± %.2f", effect.mean(), effect.standardError());
    }

    /** Returns all forms of a preimage's causal test. */
    public static MimeBundle bundle(PreimageVerification verification) {
        PreimageCheck check = verification.check();
        Page page = new Page(
                "Causal test of the preimage of %s at %s of %s"
                        .formatted(check.site(), check.position(), check.query()),
                List.of(
                        verdict(check),
                        String.format(
                                Locale.ROOT,
                                "Output: the token at %s, predicted %s with probability %.3f. The query activation is replaced by those of the"
                                        + " samples at their matched positions.",
                                check.answer(),
                                check.predicted(),
                                check.probability())),
                verification.table(),
                "KL: divergence of the output’s distribution from that of the clean run, in nats, with its 95 % bootstrap interval."
                        + " near misses: the closest samples outside ε. random inputs: at the same position, the most that can be expected.",
                List.of(Figure.of(verification.chart(), "How far the output moves for each group")));
        return page.bundle(PREIMAGE_SCHEMA, verification);
    }

    /** Says in one line what the test means for the reading. */
    static String verdict(PreimageCheck check) {
        return switch (check.verdict()) {
            case CONFIRMED ->
                "Confirmed: inside ε the output stays (KL %s), for near misses it moves (KL %s). What only the samples inside share is what the model uses."
                        .formatted(nats(check.inside()), nats(check.outside()));
            case NEAR_MISSES_HOLD ->
                "Inside ε the output stays (KL %s), as it does for near misses (KL %s): what tells these apart is not used for this output. Random inputs move it by %s."
                        .formatted(nats(check.inside()), nats(check.outside()), nats(check.random()));
            case NO_NEAR_MISSES ->
                "Inside ε the output stays (KL %s), but no sample lies outside: there are no near misses to compare with. Random inputs move it by %s."
                        .formatted(nats(check.inside()), nats(check.random()));
            case INSIDE_MOVES ->
                "Not confirmed: even inside ε the output moves (KL %s; random inputs %s). The samples inside do not share all that the model uses: lower eps=."
                        .formatted(nats(check.inside()), nats(check.random()));
            case NO_EFFECT ->
                "This output does not depend on the activation: not even random inputs move it (KL %s). Ask about another answer=, or another activation."
                        .formatted(nats(check.random()));
            case INTERRUPTED -> "Interrupted before all were tested: nothing can be said yet.";
            case EMPTY -> "Nothing to test: no sample lies inside ε. Raise n= or eps= of %inspect.";
        };
    }

    private static String nats(PreimageCheck.Group group) {
        return group.samples() == 0
                ? "of none"
                : String.format(Locale.ROOT, "%.3f", group.divergence().mean());
    }
}
