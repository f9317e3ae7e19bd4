package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.inversionview.magics.QuotedText;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** How a sweep is told. */
record SweepWords(SweepRows sweep) {

    /** Returns a number with three decimals, empty for none. */
    static String number(double value) {
        String text = Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "";
        return text.equals("-0.000") ? "0.000" : text;
    }

    Page page() {
        Page page = Page.titled("Sweep of %s: %s".formatted(plan().model().name(), measures()))
                .line(asked())
                .line(unfinished())
                .lines(failures());
        if (sweep.rows() == sweep.failed()) {
            return page;
        }
        if (isWhole() && plan().measures().contains(Measure.FCR)) {
            page = page.and(
                    new Figure(
                            sweep.atlas(),
                            "Atlas: of each site and position the most consistent feature, with the effect of patching and the decoder’s coverage"));
        }
        for (String column : sweep.columns()) {
            page = map(column).isEmpty() ? page : page.line(mapped(column)).and(figure(column));
        }
        String first = sweep.columns().get(0);
        if (map(first).isEmpty()) {
            return page.note(again());
        }
        return page.line("Largest %s:".formatted(first))
                .and(opened(sweep.best()))
                .line("Smallest %s:".formatted(first))
                .and(opened(sweep.worst()))
                .note(again());
    }

    /** Returns whether no single column was asked for. */
    private boolean isWhole() {
        return sweep.columns()
                .equals(plan().measures().stream().map(Measure::chief).toList());
    }

    private SweepPlan plan() {
        return sweep.plan();
    }

    private String measures() {
        return plan().measures().stream().map(Measure::label).collect(Collectors.joining(", "));
    }

    private String asked() {
        return "%s sites × %s positions × %s queries: %s rows, in %s."
                .formatted(
                        plan().sites().size(),
                        plan().positions().size(),
                        Numbers.count(plan().queries().count()),
                        Numbers.count(sweep.rows()),
                        sweep.folder());
    }

    private String unfinished() {
        return sweep.isComplete()
                ? ""
                : "⚠ %s of %s pieces of work are done: the same line goes on from there."
                        .formatted(Numbers.count(sweep.done()), Numbers.count(sweep.items()));
    }

    private List<String> failures() {
        if (sweep.failed() == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("⚠ %s failed%s:"
                .formatted(
                        sweep.failed() == 1 ? "1 row" : Numbers.count(sweep.failed()) + " rows",
                        sweep.failed() > sweep.failures().size() ? ", such as" : ""));
        sweep.failures()
                .forEach(row -> lines.add("%s of %s%s: %s"
                        .formatted(
                                row.measure(),
                                row.site(),
                                row.position().isEmpty() ? "" : " at " + row.position(),
                                row.error())));
        return lines;
    }

    private Measure measureOf(String column) {
        return plan().measures().stream()
                .filter(measure -> measure.columns().contains(column))
                .findFirst()
                .orElseThrow();
    }

    private String mapped(String column) {
        Measure measure = measureOf(column);
        String of = measure.isByQuery()
                ? ", mean over queries"
                : measure == Measure.FCR ? " of the feature that says most" : "";
        return "%s (%s)%s:".formatted(column, measure, of);
    }

    private SweepMap map(String column) {
        return new SweepMap(plan(), sweep.cells(), column);
    }

    private Figure figure(String column) {
        SweepMap map = map(column);
        return new Figure(
                map.chart(),
                "Heat map of %s: a row a site, a column a position".formatted(column),
                map.grid().text());
    }

    /** Returns rows with all their numbers, and the texts that any of them has. */
    private Grid opened(List<SweepRow> rows) {
        List<Column<?>> columns = new ArrayList<>(List.of(
                Columns.texts("site", rows, SweepRow::site), Columns.texts("position", rows, SweepRow::position)));
        texts("query", rows, SweepRow::query).ifPresent(columns::add);
        texts("feature", rows, SweepRow::feature).ifPresent(columns::add);
        for (String name : measureOf(sweep.columns().get(0)).columns()) {
            columns.add(numbers(name, rows));
        }
        texts("example", rows, SweepRow::example).ifPresent(columns::add);
        return Grid.of(Table.create("rows", columns));
    }

    /** Returns a column, of counts in whole numbers. */
    private static Column<?> numbers(String name, List<SweepRow> rows) {
        double[] values = rows.stream().mapToDouble(row -> row.value(name)).toArray();
        boolean counts = DoubleStream.of(values).allMatch(value -> value == Math.rint(value))
                && DoubleStream.of(values).anyMatch(value -> value > 1);
        return counts
                ? LongColumn.create(
                        name,
                        DoubleStream.of(values).mapToLong(value -> (long) value).toArray())
                : DoubleColumn.create(name, values);
    }

    private static Optional<Column<?>> texts(String name, List<SweepRow> rows, Function<SweepRow, String> text) {
        return rows.stream().allMatch(row -> text.apply(row).isEmpty())
                ? Optional.empty()
                : Optional.of(Columns.texts(name, rows, text));
    }

    private String again() {
        return "%s; column=%s draws another map; sql=\"SELECT … FROM rows\" asks for anything; table() has all rows."
                .formatted("%sweep show " + QuotedText.of(sweep.folder()), other());
    }

    /** Returns a column that is not drawn. */
    private String other() {
        return plan().columns().stream()
                .filter(column -> !sweep.columns().contains(column))
                .findFirst()
                .orElse(sweep.columns().get(0));
    }
}
