package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.inversionview.magics.chart.CoverageScatter;
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
import org.inversionview.models.inversion.PreimageCoverage;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.inversion.PreimageCoverage.Other;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.SamplingSchedule.Setting;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %coverage} returns: how much of an ε-preimage the decoder finds, and which of its members it misses.
 *
 * @param data every number of the result, as plain Java values
 */
public record Coverage(PreimageCoverage data) implements Result {

    /**
     * Returns the members that were scored, the most likely missed first: chance, D, count, proposed, text, and the logarithm, to
     * base 10, of the probability that one proposal is the member, under each setting of the schedule.
     */
    @Override
    public Table table() {
        List<Member> members = data.members();
        Table table = Table.create(
                "members of the ε-preimage of %s at %s".formatted(data.site(), data.positionName()),
                Columns.numbers("chance", members, Member::chance),
                Columns.numbers("D", members, Member::distance),
                IntColumn.create(
                        "count", members.stream().mapToInt(Member::count).toArray()),
                BooleanColumn.create(
                        "proposed", members.stream().map(Member::proposed).toList()),
                Columns.texts("text", members, Member::text));
        for (int i = 0; i < settings().size(); i++) {
            int setting = i;
            table.addColumns(Columns.numbers(
                    "log₁₀ p, " + PreimageWords.setting(settings().get(i)),
                    members,
                    member -> Math.log10(Math.exp(1)) * member.bySetting().get(setting)));
        }
        return table;
    }

    private List<Setting> settings() {
        return data.settings().sampling().schedule().settings();
    }

    /** Returns members and other inputs by distance and probability under the decoder; something was scored. */
    @Override
    public XYChart chart() {
        CoverageWords words = words();
        return filled(CoverageScatter.of(epsilon()), words.others(), words.found(), words.missed());
    }

    private XYChart filled(CoverageScatter scatter, String others, String found, String missed) {
        double[] distances = data.others().stream().mapToDouble(Other::distance).toArray();
        double[] logarithms =
                data.others().stream().mapToDouble(Other::logProbability).toArray();
        scatter.outside(others, distances, logarithms);
        List<Member> likely = members(CoverageWords::isLikelyFound);
        List<Member> unlikely = members(Predicate.not(CoverageWords::isLikelyFound));
        return scatter.found(found, distances(likely), logarithms(likely))
                .missed(missed, distances(unlikely), logarithms(unlikely))
                .chart();
    }

    private List<Member> members(Predicate<Member> which) {
        return data.members().stream().filter(which).toList();
    }

    private static double[] distances(List<Member> members) {
        return members.stream().mapToDouble(Member::distance).toArray();
    }

    private static double[] logarithms(List<Member> members) {
        return members.stream().mapToDouble(Member::logProbability).toArray();
    }

    private double epsilon() {
        return data.settings().sampling().epsilon();
    }

    private CoverageWords words() {
        return new CoverageWords(data);
    }

    /** Returns the share of the preimage, weighted by the task's distribution, that the decoder finds; NaN where it is not known. */
    public double share() {
        return data.coverage().value();
    }

    @Override
    public Page page() {
        CoverageWords words = words();
        Page page = Page.titled("What does the decoder miss of the preimage of %s at %s of %s?"
                        .formatted(data.site(), words.position(), data.query()))
                .and(new TokenLine(
                        "%s, asked about at the marked token of ".formatted(data.siteFullName()),
                        Token.plain(data.queryTokens(), data.position())))
                .line(words.summary())
                .line(words.ceiling())
                .lines(words.warnings())
                .line(words.drawn())
                .line(words.likelihood());
        if (!data.members().isEmpty()) {
            page = page.and(missed())
                    .note(words.columns())
                    .and(new Figure(chart(), words.chart()))
                    .note(words.chart());
        }
        return page.note(words.origin());
    }

    /** The members that are most likely missed. */
    private Grid missed() {
        List<Cell> header = new ArrayList<>(List.of(
                Cell.number("chance"), Cell.of(""), Cell.of("most likely missed"), Cell.of("now"), Cell.number("D")));
        settings().forEach(setting -> header.add(Cell.number(PreimageWords.setting(setting))));
        return new Grid(
                header,
                data.members().stream()
                        .limit(data.settings().sampling().show())
                        .map(member -> new Row(cells(member), CoverageWords.isLikelyFound(member) ? "in" : "out", ""))
                        .toList());
    }

    private static List<Cell> cells(Member member) {
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.number(Numbers.measured(member.chance())),
                Cell.bar(member.chance()),
                Cell.of(member.text()),
                Cell.of(member.proposed() ? "proposed" : ""),
                Cell.number(Numbers.measured(member.distance()))));
        member.bySetting().forEach(logarithm -> cells.add(Cell.number(CoverageWords.probability(logarithm))));
        return cells;
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", data.site());
        row.put("position", data.positionName());
        row.put("query", data.query());
        row.put("members", data.inside());
        row.put("coverage", data.coverage().value());
        row.put("low", data.coverage().low());
        row.put("high", data.coverage().high());
        row.put("ceiling", data.ceiling());
        row.put("found now", data.found().value());
        row.put("unseen", data.unseen());
        row.put("AUROC", data.auroc());
        return row;
    }

    @Override
    public Optional<Multiples.Picture> picture() {
        return data.members().isEmpty()
                ? Optional.empty()
                : Optional.of(new Multiples.Picture(
                        "%s at %s: %s".formatted(data.site(), data.positionName(), Numbers.percent(share())),
                        filled(CoverageScatter.small(epsilon()), "other", "found", "missed")));
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.provenance());
    }

    @Override
    public String schema() {
        return CoverageColumns.SCHEMA;
    }

    @Override
    public Object json() {
        return CoverageColumns.of(data);
    }

    @Override
    public String toString() {
        return page().text();
    }
}
