package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;
import org.inversionview.models.causal.Effect;

/** What several causal results say in the same words. */
final class Sentences {

    private Sentences() {}

    /** Says what the logit difference is without patches. */
    static String outputs(Effect clean, Effect contrast, int asked) {
        String interrupted = clean.inputs() < asked
                ? String.format(Locale.ROOT, " Interrupted after %,d of %,d inputs.", clean.inputs(), asked)
                : "";
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

    /** Returns warnings as lines. */
    static List<String> warnings(List<String> warnings) {
        return warnings.stream().map(warning -> "⚠ " + warning).toList();
    }
}
