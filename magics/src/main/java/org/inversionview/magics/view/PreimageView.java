package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.magics.Preimage;
import org.inversionview.magics.chart.Charts;
import org.inversionview.magics.table.SampleTable;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSettings;
import org.knowm.xchart.XYChart;

/** How a preimage is shown: what was asked, the honest figures, the samples, the histogram, where it comes from. */
public final class PreimageView {

    /** Name and version of the JSON form; see preimage.schema.json. */
    public static final String SCHEMA = "inversionview/preimage/1";

    private static final int HASH = 8;

    private PreimageView() {}

    /** Returns all forms of a preimage. */
    public static MimeBundle bundle(Preimage preimage) {
        XYChart chart = preimage.chart();
        String svg = Charts.svg(chart);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(MimeBundle.TEXT, text(preimage.data()));
        data.put(MimeBundle.HTML, html(preimage.data(), svg));
        data.put(MimeBundle.SVG, svg);
        data.put(MimeBundle.PNG, Charts.png(chart));
        data.put(MimeBundle.INVERSIONVIEW, Json.tree(SCHEMA, preimage.data()));
        return new MimeBundle(data);
    }

    /** One sample's line of the table. */
    public record Row(
            String distance, String bar, int count, String matched, boolean wellFormed, List<TokenView> tokens) {

        static Row of(Sample sample, double scale) {
            double share = Double.isFinite(sample.distance()) ? Math.min(1, sample.distance() / scale) : 1;
            return new Row(
                    number(sample.distance()),
                    String.format(Locale.ROOT, "%.1f%%", 100 * share),
                    sample.count(),
                    sample.matchedName(),
                    sample.wellFormed(),
                    TokenView.of(sample));
        }
    }

    /** One line of the honest figures. */
    public record GroupRow(String setting, int proposals, int distinct, int inside, String share) {}

    private static String html(EpsilonPreimage preimage, String svg) {
        List<Sample> shown = preimage.shownSamples();
        double farthest = shown.stream()
                .mapToDouble(Sample::distance)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double scale = Math.max(preimage.settings().epsilon(), farthest);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("asked", asked(preimage));
        values.put("query", TokenView.plain(preimage.queryTokens(), preimage.position()));
        values.put("site", preimage.site());
        values.put("fullSite", preimage.siteFullName());
        values.put("position", position(preimage));
        values.put("summary", summary(preimage));
        values.put("groups", groups(preimage));
        values.put("epsilon", plain(preimage.settings().epsilon()));
        values.put(
                "inside",
                shown.stream().filter(Sample::inside).map(s -> Row.of(s, scale)).toList());
        values.put(
                "outside",
                shown.stream()
                        .filter(s -> !s.inside())
                        .map(s -> Row.of(s, scale))
                        .toList());
        values.put("choice", choice(preimage, shown));
        values.put(
                "chart",
                Figure.ofSvg(
                        svg,
                        "Histogram of the proposals’ distances, with a line at ε = "
                                + plain(preimage.settings().epsilon())));
        values.put("origin", origin(preimage));
        return Templates.fill("preimage", values);
    }

    private static String asked(EpsilonPreimage preimage) {
        return "What leads to nearly the activation of %s at %s of %s?"
                .formatted(preimage.site(), position(preimage), preimage.query());
    }

    private static String position(EpsilonPreimage preimage) {
        String number = String.valueOf(preimage.position());
        return preimage.positionName().equals(number)
                ? "position " + number
                : "%s (position %s)".formatted(preimage.positionName(), number);
    }

    private static String summary(EpsilonPreimage preimage) {
        int inside = preimage.groups().stream().mapToInt(Group::inside).sum();
        return String.format(
                Locale.ROOT,
                "%,d proposals, %,d distinct; %,d proposals (%.1f %%) and %,d distinct inputs lie inside ε = %s",
                preimage.proposals(),
                preimage.samples().size(),
                inside,
                100 * preimage.insideShare(),
                preimage.inside().size(),
                plain(preimage.settings().epsilon()));
    }

    private static List<GroupRow> groups(EpsilonPreimage preimage) {
        List<GroupRow> rows = new ArrayList<>();
        for (Group group : preimage.groups()) {
            String setting =
                    "T = " + plain(group.temperature()) + (group.noise() == 0 ? "" : ", noise " + plain(group.noise()));
            rows.add(new GroupRow(
                    setting,
                    group.proposals(),
                    group.distinct(),
                    group.inside(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * group.insideShare())));
        }
        return rows;
    }

    private static String choice(EpsilonPreimage preimage, List<Sample> shown) {
        long inside = shown.stream().filter(Sample::inside).count();
        return "Shown: %d of %d distinct inputs inside ε, evenly over their distances; then the %d closest of %d outside."
                .formatted(
                        inside,
                        preimage.inside().size(),
                        shown.size() - inside,
                        preimage.outside().size());
    }

    private static String origin(EpsilonPreimage preimage) {
        SamplingSettings settings = preimage.settings();
        return "model %s (probed %s, decoder %s) · %s distance · schedule %s · match %s · seed %d · %s · %s · %s s"
                .formatted(
                        preimage.provenance().model(),
                        hash(preimage.provenance().probedSha256()),
                        hash(preimage.provenance().decoderSha256()),
                        settings.metric().label(),
                        settings.schedule(),
                        settings.match(),
                        settings.seed(),
                        preimage.provenance().device(),
                        "InversionView " + preimage.provenance().versions().getOrDefault("inversionview", "?"),
                        String.format(Locale.ROOT, "%.2f", preimage.seconds()));
    }

    private static String hash(String sha256) {
        return sha256.substring(0, Math.min(HASH, sha256.length()));
    }

    private static String text(EpsilonPreimage preimage) {
        StringBuilder text = new StringBuilder();
        text.append(asked(preimage)).append('\n').append(summary(preimage)).append('\n');
        for (GroupRow group : groups(preimage)) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-18s %5d proposals  %5d distinct  %5d inside (%s)%n",
                    group.setting(),
                    group.proposals(),
                    group.distinct(),
                    group.inside(),
                    group.share()));
        }
        List<Sample> shown = preimage.shownSamples();
        text.append(TextTable.of(SampleTable.of("samples", shown))).append('\n');
        text.append(choice(preimage, shown)).append('\n').append(origin(preimage));
        return text.toString();
    }

    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "–";
    }

    static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
