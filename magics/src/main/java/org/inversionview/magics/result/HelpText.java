package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %help} returns.
 *
 * @param title what it is about
 * @param description one sentence
 * @param entries magics, or the options of one
 * @param examples lines to type
 */
public record HelpText(String title, String description, List<Entry> entries, List<String> examples) implements Result {

    /** One magic or option; {@code usual} is its default, or {@code required}, or empty. */
    public record Entry(String name, String description, String usual) {}

    public HelpText {
        entries = List.copyOf(entries);
        examples = List.copyOf(examples);
    }

    /** Returns the columns name and what it does, and default where an entry has one. */
    @Override
    public Table table() {
        Table table = Table.create(
                StringColumn.create("name", entries.stream().map(Entry::name)),
                StringColumn.create("what it does", entries.stream().map(Entry::description)));
        if (entries.stream().anyMatch(entry -> !entry.usual().isEmpty())) {
            table.addColumns(StringColumn.create("default", entries.stream().map(Entry::usual)));
        }
        return table;
    }

    @Override
    public Page page() {
        return Page.titled(title)
                .line(description)
                .and(Grid.of(entries.isEmpty() ? Table.create() : table()))
                .note(examples.isEmpty() ? "" : "For example: " + String.join("   or   ", examples));
    }

    @Override
    public String toString() {
        return page().text();
    }
}
