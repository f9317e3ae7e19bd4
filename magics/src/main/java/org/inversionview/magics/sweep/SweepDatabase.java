package org.inversionview.magics.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.magics.sql.ClosedDatabase;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.sweep.SweepPlan;
import org.inversionview.models.sweep.SweepRow;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** The rows of a folder as one table, {@code rows}, for SQL. It lives in memory, knows no other file and reaches nothing else. */
public final class SweepDatabase implements AutoCloseable {

    private static final String MEMORY = "4GB";
    private static final int MOST_ROWS = 1_000_000;

    private static final String READ = """
            CREATE TABLE rows AS SELECT %s
            FROM read_parquet([%s], hive_partitioning = true, hive_types_autocast = false, union_by_name = true)
            ORDER BY item, position, query, feature
            """;

    private static final String EMPTY = "CREATE TABLE rows (%s)";

    /** Means over queries. */
    private static final String MEANS = """
            SELECT site, position, '' AS feature, count(*) AS n, %s FROM rows
            WHERE measure = '%s' AND error = '' GROUP BY site, position
            """;

    /** Of several features at a place, the one that says most. */
    private static final String STRONGEST = """
            SELECT site, position, feature, 1 AS n, %s FROM rows WHERE measure = '%s' AND error = ''
            QUALIFY row_number() OVER (PARTITION BY site, position ORDER BY %s DESC NULLS LAST, feature) = 1
            """;

    private final SweepPlan plan;
    private final ClosedDatabase database;

    private SweepDatabase(SweepPlan plan, ClosedDatabase database) {
        this.plan = plan;
        this.database = database;
    }

    /** Reads a folder; the caller closes what is returned. */
    public static SweepDatabase read(SweepFolder folder) throws IOException {
        SweepPlan plan = folder.plan();
        List<Path> files = folder.files();
        String fill = files.isEmpty()
                ? EMPTY.formatted(each(plan, "%s VARCHAR", "%s DOUBLE"))
                : READ.formatted(each(plan, "coalesce(%1$s, '') AS %1$s", "%s"), ClosedDatabase.quoted(files));
        try {
            return new SweepDatabase(plan, ClosedDatabase.filled(fill, MEMORY));
        } catch (IOException e) {
            throw new IOException("the rows in %s cannot be read: %s".formatted(folder.path(), e.getMessage()), e);
        }
    }

    /** Returns what each column is in a statement: one of texts, which are none of them missing, and one of numbers. */
    private static String each(SweepPlan plan, String text, String number) {
        return columns(plan).stream()
                .map(name -> (plan.columns().contains(name) ? number : text).formatted(name))
                .collect(Collectors.joining(", "));
    }

    /** Returns the names of the columns that a plan's rows have. */
    public static List<String> columns(SweepPlan plan) {
        return Stream.of(
                        Stream.of("item", "measure", "site", "position", "query", "feature", "example"),
                        plan.columns().stream(),
                        Stream.of("error"))
                .flatMap(names -> names)
                .toList();
    }

    /**
     * Returns what a query finds, up to 100,000 rows.
     *
     * @throws IOException in one line, if it is none, or asks for what it may not
     */
    public Table query(String sql) throws IOException {
        return database.query("sweep", sql);
    }

    /** Returns all rows, up to a million. */
    public Table rows() throws IOException {
        return database.query("sweep", "SELECT * FROM rows", MOST_ROWS);
    }

    /** Returns how many rows there are, of which only failed ones if that is asked. */
    public long count(boolean failed) throws IOException {
        Table counted = query("SELECT count(*) AS n FROM rows%s".formatted(failed ? " WHERE error != ''" : ""));
        return counted.longColumn("n").get(0);
    }

    /** Returns what each measure says of each site and position, in the plan's order. */
    public List<SweepCell> cells() throws IOException {
        List<SweepCell> cells = new ArrayList<>();
        for (Measure measure : plan.measures()) {
            Map<String, SweepCell> byPlace = new LinkedHashMap<>();
            for (Row row : query(ofCells(measure))) {
                byPlace.put(row.getString("site") + " " + row.getString("position"), cell(measure, row));
            }
            for (String site : plan.sites()) {
                plan.positions().stream()
                        .map(position -> site + " " + position)
                        .filter(byPlace::containsKey)
                        .forEach(place -> cells.add(byPlace.get(place)));
            }
        }
        return cells;
    }

    private static String ofCells(Measure measure) {
        return measure.isByQuery()
                ? MEANS.formatted(
                        measure.columns().stream()
                                .map(name -> "avg(%s) AS %s".formatted(name, name))
                                .collect(Collectors.joining(", ")),
                        measure)
                : STRONGEST.formatted(String.join(", ", measure.columns()), measure, measure.chief());
    }

    private static SweepCell cell(Measure measure, Row row) {
        return new SweepCell(
                measure,
                row.getString("site"),
                row.getString("position"),
                row.getString("feature"),
                ((Number) row.getObject("n")).longValue(),
                values(measure, row));
    }

    private static Map<String, Double> values(Measure measure, Row row) {
        Map<String, Double> values = new LinkedHashMap<>();
        measure.columns().stream()
                .filter(name -> !row.isMissing(name))
                .forEach(name -> values.put(name, row.getDouble(name)));
        return values;
    }

    /**
     * Returns the rows with the largest numbers in a column, or the smallest, that number's first.
     *
     * @param column one of {@link SweepPlan#columns}
     */
    public List<SweepRow> extreme(String column, boolean largest, int count) throws IOException {
        return swept(
                query("SELECT * FROM rows WHERE %s IS NOT NULL ORDER BY %s %s, site, position, query, feature LIMIT %s"
                        .formatted(column, column, largest ? "DESC" : "ASC", count)));
    }

    /** Returns the first rows that failed. */
    public List<SweepRow> failed(int count) throws IOException {
        return swept(
                query("SELECT * FROM rows WHERE error != '' ORDER BY item, position, query LIMIT %s".formatted(count)));
    }

    private static List<SweepRow> swept(Table found) {
        List<SweepRow> rows = new ArrayList<>();
        for (Row row : found) {
            Measure measure = Measure.named(row.getString("measure"));
            String error = row.getString("error");
            rows.add(new SweepRow(
                    row.getString("item"),
                    measure,
                    row.getString("site"),
                    row.getString("position"),
                    row.getString("query"),
                    row.getString("feature"),
                    row.getString("example"),
                    error.isEmpty() ? values(measure, row) : Map.of(),
                    error));
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
