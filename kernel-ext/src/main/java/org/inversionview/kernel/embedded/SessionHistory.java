package org.inversionview.kernel.embedded;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.spencerpark.jupyter.kernel.history.HistoryEntry;
import io.github.spencerpark.jupyter.kernel.history.HistoryManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The cells of this session, which a console offers again; those of earlier sessions are not kept. */
final class SessionHistory implements HistoryManager {

    /** How a front end calls the running session. */
    private static final int THIS_SESSION = 0;

    private final List<Cell> cells = new ArrayList<>();

    /**
     * Remembers a cell.
     *
     * @param output the text of its value; empty if it has none
     */
    synchronized void add(int number, String input, String output) {
        cells.add(new Cell(number, input, output));
    }

    @Override
    public synchronized List<HistoryEntry> lookupTail(int length, Set<ResultFlag> flags) {
        return asked(last(cells, length), flags);
    }

    @Override
    public synchronized List<HistoryEntry> lookupRange(int session, int start, int stop, Set<ResultFlag> flags) {
        List<Cell> inRange = cells.stream()
                .filter(cell -> session == THIS_SESSION && cell.number() >= start && cell.number() < stop)
                .toList();
        return asked(inRange, flags);
    }

    /** Finds cells by a pattern with {@code *} and {@code ?}; the last {@code length} of them. */
    @Override
    public synchronized List<HistoryEntry> search(String pattern, int length, Set<ResultFlag> flags) {
        Pattern regex = Pattern.compile(
                ("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        List<Cell> found = cells.stream()
                .filter(cell -> regex.matcher(cell.input()).matches())
                .toList();
        if (flags.contains(ResultFlag.UNIQUE)) {
            Map<String, Cell> latest = new LinkedHashMap<>();
            for (Cell cell : found) {
                latest.remove(cell.input());
                latest.put(cell.input(), cell);
            }
            found = List.copyOf(latest.values());
        }
        return asked(last(found, length), flags);
    }

    private static List<Cell> last(List<Cell> cells, int length) {
        return cells.subList(Math.max(0, cells.size() - length), cells.size());
    }

    private static List<HistoryEntry> asked(List<Cell> cells, Set<ResultFlag> flags) {
        boolean outputs = flags.contains(ResultFlag.INCLUDE_OUTPUT);
        return cells.stream()
                .<HistoryEntry>map(cell -> new Entry(cell, outputs))
                .toList();
    }

    private record Cell(int number, String input, String output) {}

    /** An entry that is written as the protocol has it; the base class is written with its fields' names. */
    @JsonAdapter(AsTuple.class)
    private static final class Entry extends HistoryEntry {

        private final boolean withOutput;

        Entry(Cell cell, boolean withOutput) {
            super(THIS_SESSION, cell.number(), cell.input(), cell.output());
            this.withOutput = withOutput;
        }
    }

    /** [session, number, input], or with [input, output] in the input's place. */
    private static final class AsTuple extends TypeAdapter<Entry> {

        @Override
        public void write(JsonWriter out, Entry entry) throws IOException {
            out.beginArray().value(entry.getSession()).value(entry.getCellNumber());
            if (entry.withOutput) {
                out.beginArray()
                        .value(entry.getInput())
                        .value(entry.getOutput())
                        .endArray();
            } else {
                out.value(entry.getInput());
            }
            out.endArray();
        }

        @Override
        public Entry read(JsonReader in) {
            throw new IllegalStateException("history is written only");
        }
    }
}
