package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.chart.DistanceHistogram;
import org.inversionview.magics.view.Block;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Grid.Row;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.Token;
import org.inversionview.magics.view.TokenLine;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Sample;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %inspect} returns: an ε-preimage, which gives its samples as a table and a chart.
 *
 * @param data every number of the result, as plain Java values
 */
public record Preimage(EpsilonPreimage data) implements Result {

    private static final int HASH = 8;

    /** Returns all distinct samples, closest first: columns D, inside, count, matched, at, text, well-formed. */
    public Table table() {
        return SampleTable.of("ε-preimage of %s at %s".formatted(data.site(), data.positionName()), data.samples());
    }

    /** Returns the histogram of distances, with a line at ε. */
    public XYChart chart() {
        return DistanceHistogram.of(distances(), counts(), data.settings().epsilon());
    }

    /** Returns all distinct samples, closest first. */
    public List<Sample> samples() {
        return data.samples();
    }

    /** Returns the samples with D ≤ ε, closest first. */
    public List<Sample> inside() {
        return data.inside();
    }

    /** Returns the samples with D &gt; ε, closest first. */
    public List<Sample> outside() {
        return data.outside();
    }

    /** Returns how many inputs the decoder proposed, duplicates counted. */
    public int proposals() {
        return data.proposals();
    }

    /** Returns the share of proposals with D ≤ ε, duplicates counted, from 0 to 1. */
    public double insideShare() {
        return data.insideShare();
    }

    @Override
    public Page page() {
        return Page.titled("What leads to nearly the activation of %s at %s of %s?"
                        .formatted(data.site(), position(), data.query()))
                .and(new TokenLine(
                        "%s, asked about at the marked token of ".formatted(data.siteFullName()),
                        Token.plain(data.queryTokens(), data.position())))
                .line(summary() + ".")
                .and(groups())
                .note(
                        choice()
                                + " The marked token is the matched position; hover over a token for its distance. Bars: D from 0 to 0.5.")
                .and(legend())
                .and(samplesGrid())
                .and(new Figure(
                        chart(),
                        "Histogram of the proposals’ distances, with a line at ε = "
                                + Numbers.plain(data.settings().epsilon())))
                .note(origin());
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", data.site());
        row.put("position", data.positionName());
        row.put("query", data.query());
        row.put("proposals", proposals());
        row.put("distinct", samples().size());
        row.put("inside ε", inside().size());
        row.put("share inside", insideShare());
        row.put("nearest", samples().isEmpty() ? "" : samples().get(0).text());
        return row;
    }

    @Override
    public Optional<Multiples.Picture> picture() {
        return Optional.of(new Multiples.Picture(
                "%s at %s".formatted(data.site(), data.positionName()),
                DistanceHistogram.small(distances(), counts(), data.settings().epsilon())));
    }

    private double[] distances() {
        return data.samples().stream().mapToDouble(Sample::distance).toArray();
    }

    private int[] counts() {
        return data.samples().stream().mapToInt(Sample::count).toArray();
    }

    private String position() {
        String number = String.valueOf(data.position());
        return data.positionName().equals(number)
                ? "position " + number
                : "%s (position %s)".formatted(data.positionName(), number);
    }

    private String summary() {
        int inside = data.groups().stream().mapToInt(Group::inside).sum();
        return String.format(
                Locale.ROOT,
                "%,d proposals, %,d distinct; %,d proposals (%.1f %%) and %,d distinct inputs lie inside ε = %s",
                data.proposals(),
                data.samples().size(),
                inside,
                100 * data.insideShare(),
                data.inside().size(),
                Numbers.plain(data.settings().epsilon()));
    }

    /** What each setting of the schedule yielded. */
    private Grid groups() {
        List<Cell> header = List.of(
                Cell.of("sampled with"),
                Cell.number("proposals"),
                Cell.number("distinct"),
                Cell.number("inside ε"),
                Cell.number("share"));
        return new Grid(
                header,
                data.groups().stream()
                        .map(group -> Row.of(List.of(
                                Cell.of(setting(group)),
                                Cell.number(Numbers.count(group.proposals())),
                                Cell.number(Numbers.count(group.distinct())),
                                Cell.number(Numbers.count(group.inside())),
                                Cell.number(Numbers.percent(group.insideShare())))))
                        .toList());
    }

    private static String setting(Group group) {
        String temperature = "T = " + Numbers.plain(group.temperature());
        return group.noise() == 0 ? temperature : temperature + ", noise " + Numbers.plain(group.noise());
    }

    private String choice() {
        long inside = data.shownSamples().stream().filter(Sample::inside).count();
        return "Shown: %d of %d distinct inputs inside ε, evenly over their distances; then the %d closest of %d outside."
                .formatted(
                        inside,
                        data.inside().size(),
                        data.shownSamples().size() - inside,
                        data.outside().size());
    }

    private static Block legend() {
        return new TokenLine(
                "Colour: how much the activation changes the decoder’s probability of the token, ",
                List.of(
                        new Token("likelier", 1, false, "blue; bold where colours are stripped"),
                        new Token(" ", 0, false, ""),
                        new Token("less likely", -1, false, "vermilion; italic where colours are stripped")));
    }

    private Grid samplesGrid() {
        List<Cell> header = List.of(
                Cell.number("D"), Cell.of(""), Cell.of("input"), Cell.of("matched"), Cell.number("count"), Cell.of(""));
        List<Row> rows = new ArrayList<>();
        data.shownSamples().stream()
                .filter(Sample::inside)
                .map(s -> SampleCells.row(s, "in"))
                .forEach(rows::add);
        rows.add(Row.across("ε = %s — inside the preimage above, %s"
                .formatted(
                        Numbers.plain(data.settings().epsilon()),
                        data.outside().isEmpty() ? "nothing was sampled outside" : "near misses below")));
        data.shownSamples().stream()
                .filter(sample -> !sample.inside())
                .map(sample -> SampleCells.row(sample, "out"))
                .forEach(rows::add);
        return new Grid(header, rows);
    }

    private String origin() {
        Provenance provenance = data.provenance();
        return "model %s (probed %s, decoder %s) · %s distance · schedule %s · match %s · seed %d · %s · InversionView %s · %.2f s"
                .formatted(
                        provenance.model(),
                        hash(provenance.probedSha256()),
                        hash(provenance.decoderSha256()),
                        data.settings().metric().label(),
                        data.settings().schedule(),
                        data.settings().match(),
                        data.settings().seed(),
                        provenance.device(),
                        provenance.versions().getOrDefault("inversionview", "?"),
                        data.seconds());
    }

    private static String hash(String sha256) {
        return sha256.substring(0, Math.min(HASH, sha256.length()));
    }

    @Override
    public String schema() {
        return PreimageColumns.SCHEMA;
    }

    @Override
    public Object json() {
        return PreimageColumns.of(data);
    }

    @Override
    public String toString() {
        return page().text();
    }
}
