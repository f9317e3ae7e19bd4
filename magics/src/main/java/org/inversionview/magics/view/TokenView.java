package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.models.inversion.Sample;

/**
 * One token as the templates draw it.
 *
 * @param text the token
 * @param style its CSS background: blue where the activation makes it likelier, red where less likely; may be empty
 * @param marked whether it stands at the position that counts
 * @param hint what appears on hover
 */
public record TokenView(String text, String style, boolean marked, String hint) {

    private static final String LIKELIER = "0,114,178"; // blue and vermilion of Okabe and Ito (2008)
    private static final String LESS_LIKELY = "213,94,0";
    private static final double STRONGEST = 0.65; // text stays readable on it, in light and dark
    private static final double FAINTEST = 0.02;

    /** Returns the tokens of a sample, each with its distance and probability difference. */
    static List<TokenView> of(Sample sample) {
        List<TokenView> tokens = new ArrayList<>();
        for (int position = 0; position < sample.tokens().size(); position++) {
            double distance = sample.distances().get(position);
            StringBuilder hint = new StringBuilder("position " + position);
            if (Double.isFinite(distance)) {
                hint.append(String.format(Locale.ROOT, " · D = %.3f", distance));
            }
            String style = "";
            if (!sample.probabilityDifferences().isEmpty()) {
                double difference = sample.probabilityDifferences().get(position);
                hint.append(String.format(Locale.ROOT, " · Δp = %+.2f", difference));
                style = background(difference);
            }
            tokens.add(new TokenView(
                    sample.tokens().get(position), style, position == sample.matchedPosition(), hint.toString()));
        }
        return tokens;
    }

    /** Returns the tokens of a text without distances, one of them marked. */
    static List<TokenView> plain(List<String> texts, int marked) {
        List<TokenView> tokens = new ArrayList<>();
        for (int position = 0; position < texts.size(); position++) {
            tokens.add(new TokenView(texts.get(position), "", position == marked, "position " + position));
        }
        return tokens;
    }

    /** Returns the CSS of a probability difference from −1 to 1. */
    static String background(double difference) {
        double strength = STRONGEST * Math.min(1, Math.abs(difference));
        if (strength < FAINTEST) {
            return "";
        }
        return String.format(
                Locale.ROOT, "background:rgba(%s,%.2f)", difference > 0 ? LIKELIER : LESS_LIKELY, strength);
    }
}
