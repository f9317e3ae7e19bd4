package org.inversionview.magics.view;

import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %help} shows.
 *
 * @param title what it is about
 * @param description one sentence
 * @param entries magics, or the options of one
 * @param examples lines to type
 */
public record HelpView(String title, String description, List<Entry> entries, List<String> examples) implements View {

    /** One magic or option; {@code usual} is its default, or {@code required}, or empty. */
    public record Entry(String name, String description, String usual) {}

    public HelpView {
        entries = List.copyOf(entries);
        examples = List.copyOf(examples);
    }

    @Override
    public MimeBundle bundle() {
        Table table = Table.create(
                StringColumn.create("name", entries.stream().map(Entry::name)),
                StringColumn.create("what it does", entries.stream().map(Entry::description)));
        if (entries.stream().anyMatch(entry -> !entry.usual().isEmpty())) {
            table.addColumns(StringColumn.create("default", entries.stream().map(Entry::usual)));
        }
        String note = examples.isEmpty() ? "" : "For example: " + String.join("   or   ", examples);
        return new MimeBundle(new Page(title, List.of(description), table, note).forms());
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
