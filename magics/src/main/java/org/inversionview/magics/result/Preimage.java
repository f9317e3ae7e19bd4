package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.chart.DistanceHistogram;
import org.inversionview.magics.view.Block;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Grid.Row;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.Token;
import org.inversionview.magics.view.TokenLine;
import org.inversionview.models.inversion.Control;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Recut;
import org.inversionview.models.inversion.Sample;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.Table;

/**
 * What {@code %inspect} returns: an ε-preimage, which gives its samples as a table and a chart.
 *
 * @param data every number of the result, as plain Java values
 * @param coverage how much of such preimages the decoder finds, where it is known
 * @param controls what the same search finds for other activations, where that was asked for
 */
public record Preimage(EpsilonPreimage data, Optional<KnownCoverage> coverage, List<Control> controls)
        implements Result {

    public Preimage {
        controls = List.copyOf(controls);
    }

    /** Makes one without controls. */
    public Preimage(EpsilonPreimage data, Optional<KnownCoverage> coverage) {
        this(data, coverage, List.of());
    }

    /** Makes one of whose coverage nothing is known. */
    public Preimage(EpsilonPreimage data) {
        this(data, Optional.empty());
    }

    /** Returns the samples, closest first: columns D, inside, count, matched, at, text, well-formed, source. */
    @Override
    public Table table() {
        Table table =
                SampleTable.of("ε-preimage of %s at %s".formatted(data.site(), data.positionName()), data.samples());
        return table.addColumns(Columns.texts("source", data.samples(), SampleCells::sources));
    }

    /** Returns the histogram of distances, with a line at ε. */
    @Override
    public XYChart chart() {
        return DistanceHistogram.of(distances(), counts(), data.settings().epsilon());
    }

    /** Returns the samples, closest first: all distinct ones, or those that the result keeps of thousands. */
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

    /**
     * Returns the same with another ε, without sampling anew; of thousands of inputs, samples are those that were kept.
     *
     * @param epsilon above 0
     */
    public Preimage within(double epsilon) {
        return new Preimage(Recut.of(data, epsilon)); // the coverage is that of the ε it was measured with
    }

    /** Returns how many inputs were proposed, drawn or listed, duplicates counted. */
    public int proposals() {
        return data.proposals();
    }

    /** Returns the share of proposals with D ≤ ε, duplicates counted, from 0 to 1; what a search led to is left out. */
    public double insideShare() {
        return data.insideShare();
    }

    @Override
    public Page page() {
        PreimageWords words = words();
        Page page = Page.titled("What leads to nearly the activation of %s at %s of %s?"
                        .formatted(data.site(), words.position(), data.query()))
                .and(new TokenLine(
                        "%s, asked about at the marked token of ".formatted(data.siteFullName()),
                        Token.plain(data.queryTokens(), data.position())))
                .line(words.summary() + ".")
                .line(words.estimate())
                .line(words.overlap())
                .line(coverage.map(KnownCoverage::line).orElse(""))
                .line(words.caution())
                .and(groups())
                .note(
                        words.choice()
                                + " The marked token is the matched position; hover over a token for its distance. Bars: D from 0 to 0.5.");
        return (words.byDecoder() ? page.and(legend()) : page)
                .and(samplesGrid())
                .and(new Figure(
                        chart(),
                        "Histogram of the %s’ distances, with a line at ε = %s"
                                .formatted(
                                        words.inputs(),
                                        Numbers.plain(data.settings().epsilon()))))
                .andAll(new ControlBlocks(controls, data.settings().epsilon()).blocks())
                .note(words.origin());
    }

    private PreimageWords words() {
        return new PreimageWords(data);
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", data.site());
        row.put("position", data.positionName());
        row.put("query", data.query());
        row.put("proposals", proposals());
        row.put("distinct", data.distinct());
        row.put("inside ε", data.distinctInside());
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
        return data.histogram().stream().mapToDouble(Bin::upTo).toArray();
    }

    private int[] counts() {
        return data.histogram().stream().mapToInt(Bin::proposals).toArray();
    }

    /** What each source, and each setting of the decoder's schedule, yielded. */
    private Grid groups() {
        List<Cell> header = List.of(
                Cell.of("sampled with"),
                Cell.number(words().inputs()),
                Cell.number("distinct"),
                Cell.number("inside ε"),
                Cell.number("share"));
        return new Grid(
                header,
                data.groups().stream()
                        .map(group -> Row.of(List.of(
                                Cell.of(PreimageWords.setting(group)),
                                Cell.number(Numbers.count(group.proposals())),
                                Cell.number(Numbers.count(group.distinct())),
                                Cell.number(Numbers.count(group.inside())),
                                Cell.number(share(group)))))
                        .toList());
    }

    private static String share(Group group) {
        return Double.isNaN(group.insideShare()) ? "–" : Numbers.percent(group.insideShare());
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
        List<Cell> header = new ArrayList<>(List.of(
                Cell.number("D"),
                Cell.of(""),
                Cell.of("input"),
                Cell.of("matched"),
                Cell.number("count"),
                Cell.of("")));
        if (data.sources().size() > 1) {
            header.add(Cell.of("source"));
        }
        List<Row> rows = new ArrayList<>();
        data.shownSamples().stream()
                .filter(Sample::inside)
                .map(sample -> row(sample, "in"))
                .forEach(rows::add);
        rows.add(Row.across("ε = %s — inside the preimage above, %s"
                .formatted(
                        Numbers.plain(data.settings().epsilon()),
                        data.distinct() == data.distinctInside()
                                ? "nothing was sampled outside"
                                : "near misses below")));
        data.shownSamples().stream()
                .filter(sample -> !sample.inside())
                .map(sample -> row(sample, "out"))
                .forEach(rows::add);
        return new Grid(header, rows);
    }

    private Row row(Sample sample, String tone) {
        return SampleCells.row(sample, tone, data.sources().size() > 1);
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.provenance());
    }

    @Override
    public String schema() {
        return PreimageColumns.SCHEMA;
    }

    @Override
    public Object json() {
        return PreimageColumns.of(data, coverage, controls);
    }

    @Override
    public String toString() {
        return page().text();
    }
}
