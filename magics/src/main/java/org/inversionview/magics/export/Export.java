package org.inversionview.magics.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Page;
import org.inversionview.magics.view.Views;
import org.inversionview.models.files.WrittenFile;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/**
 * A file of a result, in the form that its name's ending says.
 *
 * @param file where; written beside and then renamed
 */
public record Export(Path file) {

    /** What is needed of a result, made when it is asked for. */
    public interface Source {

        /** Returns it as it shows itself, with what computes it again. */
        Page pageToKeep();

        /** Returns its numbers as a table. */
        Table table();

        /** Returns its chart. */
        Chart<?, ?> chart();

        /** Returns it whole, as JSON. */
        String wholeJson() throws IOException;
    }

    private static final String ENDINGS = "json, html, csv, parquet, png or svg";

    /**
     * Writes the file.
     *
     * @throws MagicException in one line, if no form has that ending, or the result has no such form
     * @throws IOException in one line, if it cannot be written
     */
    public void write(Source source) throws IOException {
        switch (ending()) {
            case "json" -> WrittenFile.write(file, source.wholeJson());
            case "html" -> WrittenFile.write(file, source.pageToKeep().document());
            case "csv" -> {
                Table table = requireTable(source);
                WrittenFile.write(file, out -> table.write().csv(out));
            }
            case "parquet" -> {
                byte[] parquet = ParquetFile.of(requireTable(source));
                WrittenFile.write(file, out -> out.write(parquet));
            }
            case "svg" -> WrittenFile.write(file, picture(source, MimeBundle.SVG));
            case "png" -> {
                byte[] png = Base64.getDecoder().decode(picture(source, MimeBundle.PNG));
                WrittenFile.write(file, out -> out.write(png));
            }
            default ->
                throw new MagicException(
                        "save(\"%s\"): a file's ending says what is written: %s".formatted(file, ENDINGS));
        }
    }

    private String ending() {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private Table requireTable(Source source) {
        Table table = source.table();
        if (table.columnCount() == 0) {
            throw new MagicException("save(\"%s\"): this result has no table".formatted(file));
        }
        return table;
    }

    /** Returns the chart in one of its forms. */
    private static String picture(Source source, String form) {
        return Views.of(source.chart())
                .map(bundle -> String.valueOf(bundle.data().get(form)))
                .orElseThrow();
    }
}
