package org.inversionview.magics.result;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.inversionview.magics.drift.Difference;
import org.inversionview.magics.drift.Rounding;
import org.inversionview.magics.result.Replayed.Verdict;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.Version;
import tech.tablesaw.api.Table;

/**
 * What {@code %replay} returns: kept results, computed again.
 *
 * @param source where they were kept
 * @param results in their order
 * @param asked how many there were to be: more where it was interrupted
 */
public record Replay(String source, List<Replayed> results, int asked) implements Result {

    /** Name and version of its JSON form. */
    static final String SCHEMA = "inversionview/replay/1";

    private static final int MOST_SHOWN = 20;

    /** A value that differs, and of which result. */
    private record Changed(String where, Difference difference) {}

    public Replay {
        results = List.copyOf(results);
    }

    /** Returns whether something was computed again, and all that can be, with no more than rounding between. */
    public boolean holds() {
        return results.size() == asked
                && results.stream().anyMatch(one -> one.drift().isPresent())
                && results.stream()
                        .noneMatch(one -> one.verdict() == Verdict.DIFFERENT || one.verdict() == Verdict.FAILED);
    }

    /** Returns a row a value that differs by more than rounding: result, value, recorded, now, difference, in proportion. */
    @Override
    public Table table() {
        return table(changed());
    }

    private static Table table(List<Changed> changed) {
        return Table.create(
                "values that differ",
                Columns.texts("result", changed, Changed::where),
                Columns.texts("value", changed, one -> one.difference().path()),
                Columns.texts("recorded", changed, one -> one.difference().recorded()),
                Columns.texts("now", changed, one -> one.difference().now()),
                Columns.numbers("difference", changed, one -> one.difference().absolute()),
                Columns.numbers(
                        "in proportion", changed, one -> one.difference().relative()));
    }

    private List<Changed> changed() {
        return results.stream()
                .flatMap(result -> result.drift().stream()
                        .flatMap(drift -> drift.values().stream())
                        .map(value -> new Changed(result.where(), value)))
                .toList();
    }

    @Override
    public Page page() {
        Page page = Page.titled("%s, computed again by InversionView %s".formatted(source, Version.current()))
                .line(results.isEmpty() ? "" : summary())
                .line(results.size() < asked ? "⚠ Interrupted: %s of %s.".formatted(results.size(), asked) : "")
                .lines(results.stream().map(Replayed::line).toList());
        List<Changed> changed = changed();
        return (changed.isEmpty() ? page : page.and(grid(changed.subList(0, Math.min(MOST_SHOWN, changed.size())))))
                .note(
                        "identical: to the last digit that is kept. within rounding: no number differs by more than %s + %s of it, which other processors, versions of Java and numbers of threads may make of single precision. Times are not compared."
                                .formatted(plain(Rounding.FLOAT32.absolute()), plain(Rounding.FLOAT32.relative())));
    }

    private static String plain(double small) {
        return BigDecimal.valueOf(small).stripTrailingZeros().toPlainString();
    }

    private String summary() {
        return Arrays.stream(Verdict.values())
                .filter(verdict -> count(verdict) > 0)
                .map(verdict -> "%s %s".formatted(count(verdict), verdict.words()))
                .collect(Collectors.joining(", ", "", "."));
    }

    private long count(Verdict verdict) {
        return results.stream().filter(one -> one.verdict() == verdict).count();
    }

    private static Grid grid(List<Changed> changed) {
        return new Grid(
                List.of(Cell.of("result"), Cell.of("value"), Cell.number("recorded"), Cell.number("now")),
                changed.stream()
                        .map(one -> Grid.Row.of(List.of(
                                Cell.of(one.where()),
                                Cell.of(one.difference().path()),
                                Cell.number(one.difference().recorded()),
                                Cell.number(one.difference().now()))))
                        .toList());
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    @Override
    public String toString() {
        return page().text();
    }
}
