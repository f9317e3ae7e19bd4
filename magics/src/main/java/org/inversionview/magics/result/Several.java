package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Multiples;
import org.inversionview.magics.view.Page;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * What a magic returns that was asked about several activations at once: the single results, in order.
 *
 * @param magic its name
 * @param results of the runs that were made
 * @param refused of runs that could not be made, what was wrong with each
 * @param asked how many runs there were to be: more where it was interrupted
 */
public record Several<R extends Result>(String magic, List<R> results, List<String> refused, int asked)
        implements Result, Iterable<R> {

    /** Name and version of its JSON form. */
    static final String SCHEMA = "inversionview/several/1";

    private static final int MOST_PICTURES = 24;

    public Several {
        results = List.copyOf(results);
        refused = List.copyOf(refused);
    }

    /** Returns how many results there are. */
    public int size() {
        return results.size();
    }

    /** Returns one of the results, from 0. */
    public R get(int index) {
        return results.get(index);
    }

    @Override
    public Iterator<R> iterator() {
        return results.iterator();
    }

    /** Returns a row a result, with what it says of itself in one line. */
    @Override
    public Table table() {
        Set<String> names = new LinkedHashSet<>();
        List<Map<String, Object>> rows = results.stream().map(Result::row).toList();
        rows.forEach(row -> names.addAll(row.keySet()));
        Table table = Table.create("%" + magic);
        names.forEach(name -> table.addColumns(column(name, rows)));
        return table;
    }

    private static Column<?> column(String name, List<Map<String, Object>> rows) {
        Object kind = rows.get(0).getOrDefault(name, "");
        Column<?> column = kind instanceof Integer
                ? IntColumn.create(name)
                : kind instanceof Double ? DoubleColumn.create(name) : StringColumn.create(name);
        rows.forEach(row -> column.appendObj(row.get(name)));
        return column;
    }

    @Override
    public Page page() {
        Page page = Page.titled("%%%s, %s times".formatted(magic, results.size()))
                .line(
                        results.size() + refused.size() < asked
                                ? "⚠ Interrupted: %s of %s.".formatted(results.size() + refused.size(), asked)
                                : "")
                .lines(refused.stream().map(why -> "⚠ Left out: " + why).toList());
        if (!results.isEmpty()) {
            page = page.and(Grid.of(table()));
        }
        List<Multiples.Picture> pictures = new ArrayList<>();
        results.forEach(result -> result.picture().ifPresent(pictures::add));
        return pictures.isEmpty()
                ? page
                : page.and(new Multiples(pictures.subList(0, Math.min(MOST_PICTURES, pictures.size()))))
                        .note(
                                pictures.size() > MOST_PICTURES
                                        ? "The first %s of %s pictures.".formatted(MOST_PICTURES, pictures.size())
                                        : "");
    }

    @Override
    public List<String> repeats() {
        return results.stream()
                .flatMap(one -> one.repeats().stream())
                .distinct()
                .toList();
    }

    @Override
    public String schema() {
        return SCHEMA;
    }

    /** What each result says of itself in one line, and the lines that compute it again; the whole of one is its own JSON form. */
    @Override
    public Object json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("magic", magic);
        json.put("results", results.stream().map(Result::row).toList());
        json.put("lines", results.stream().map(Result::repeats).toList());
        json.put("refused", refused);
        json.put("asked", asked);
        return json;
    }

    /** Each result whole, with its kind. */
    @Override
    public Object whole() {
        List<Object> whole = results.stream()
                .map(one -> Kept.whole(one.schema(), one.whole()))
                .toList();
        return Map.of("magic", magic, "results", whole, "refused", refused, "asked", asked);
    }

    @Override
    public Optional<Multiples.Picture> picture() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return page().text();
    }
}
