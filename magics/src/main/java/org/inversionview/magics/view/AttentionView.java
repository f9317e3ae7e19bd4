package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.magics.Attention;

/** How an attention pattern is shown: the query's tokens coloured by the row asked for, the whole pattern as a heat map. */
public final class AttentionView {

    /** Name and version of the JSON form. */
    public static final String SCHEMA = "inversionview/attention/1";

    private AttentionView() {}

    /** Returns all forms of an attention pattern. */
    public static MimeBundle bundle(Attention attention) {
        List<Double> weights = attention.pattern().get(attention.position());
        List<TokenView> tokens = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int position = 0; position < attention.tokens().size(); position++) {
            double weight = weights.get(position);
            tokens.add(new TokenView(
                    attention.tokens().get(position),
                    TokenView.background(weight),
                    position == attention.position(),
                    String.format(
                            Locale.ROOT, "%s · weight %.3f", attention.names().get(position), weight)));
            if (position <= attention.position()) {
                line.append(String.format(
                        Locale.ROOT,
                        "%s%s %.2f",
                        position == 0 ? "" : "  ",
                        attention.tokens().get(position),
                        weight));
            }
        }
        Map<String, Object> forms = new LinkedHashMap<>();
        String title = "Attention of %s from %s"
                .formatted(attention.head(), attention.names().get(attention.position()));
        forms.put(MimeBundle.TEXT, title + " of " + attention.query() + "\n" + line);
        forms.put(
                MimeBundle.HTML,
                Templates.fill(
                        "attention",
                        Map.of(
                                "title", title,
                                "tokens", tokens,
                                "figure",
                                        Figure.of(
                                                attention.chart(),
                                                "Heat map of the pattern: a row a position that looks, a column one that is looked at"))));
        forms.put(MimeBundle.INVERSIONVIEW, Json.tree(SCHEMA, attention));
        return new MimeBundle(forms);
    }
}
