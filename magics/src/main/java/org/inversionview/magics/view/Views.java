package org.inversionview.magics.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        return Page.titled(table.name() == null ? "" : table.name())
                .and(Grid.of(table.first(Math.min(rows, MOST_ROWS)), Decimals.AS_NEEDED))
                .note(rows > MOST_ROWS ? String.format(Locale.ROOT, "The first %s of %,d rows.", MOST_ROWS, rows) : "")
                .bundle();
    }

    private static MimeBundle chart(Chart<?, ?> chart) {
        return MimeBundle.of(() -> "chart " + chart.getTitle())
                .with(MimeBundle.SVG, () -> ChartPicture.svg(chart))
                .with(MimeBundle.PNG, () -> ChartPicture.png(chart));
    }
}
