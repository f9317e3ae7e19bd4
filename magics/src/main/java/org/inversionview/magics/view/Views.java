package org.inversionview.magics.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.chart.Charts;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** How a cell's value is shown: our own results, and the Tablesaw tables and XChart charts that users make. */
public final class Views {

    /** What is shown in a way of ours; subclasses are, too. */
    public static final List<Class<?>> TYPES = List.of(View.class, Table.class, Chart.class);

    private static final int MOST_ROWS = 100;

    private Views() {}

    /** Returns the forms of a value, or nothing if it is none of {@link #TYPES}. */
    public static Optional<MimeBundle> of(Object value) {
        if (value instanceof View view) {
            return Optional.of(view.bundle());
        }
        if (value instanceof Table table) {
            return Optional.of(table(table));
        }
        if (value instanceof Chart<?, ?> chart) {
            return Optional.of(chart(chart));
        }
        return Optional.empty();
    }

    private static MimeBundle table(Table table) {
        int rows = table.rowCount();
        String note = rows > MOST_ROWS ? "The first %d of %,d rows.".formatted(MOST_ROWS, rows) : "";
        return new MimeBundle(new Page(
                        table.name() == null ? "" : table.name(),
                        List.of(),
                        table.first(Math.min(rows, MOST_ROWS)),
                        note)
                .forms());
    }

    private static MimeBundle chart(Chart<?, ?> chart) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put(MimeBundle.TEXT, "chart " + chart.getTitle());
        forms.put(MimeBundle.SVG, Charts.svg(chart));
        forms.put(MimeBundle.PNG, Charts.png(chart));
        return new MimeBundle(forms);
    }
}
