package org.inversionview.kernel.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/** Writes the outputs of a notebook's cells into it, and their text to the terminal. */
final class CellRecorder implements CellOutputs {

    private static final long HEAD_NANOS = 10_000_000_000L;
    private static final int HEAD_LINES = 2;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, List<ObjectNode>> byDisplayId = new HashMap<>();

    /** What was updated since the cell began, as it stands now. */
    private final Map<String, MimeBundle> updated = new LinkedHashMap<>();

    private long lastHead = System.nanoTime();
    private ArrayNode outputs = (ArrayNode) Notebook.tree(List.of());
    private Runnable keeper = () -> {};

    CellRecorder(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Has the notebook kept, now and after every cell; nothing is written into it meanwhile. */
    synchronized void keep(Runnable asItIs) {
        keeper = asItIs;
        keeper.run();
    }

    /** Sends what follows into a cell's list of outputs. */
    synchronized void record(ArrayNode cellOutputs) {
        outputs = cellOutputs;
    }

    @Override
    public synchronized void stream(StreamName name, String text) {
        PrintWriter terminal = name == StreamName.STDOUT ? out : err;
        terminal.print(text);
        terminal.flush();
        JsonNode last = outputs.path(outputs.size() - 1);
        String of = name.name().toLowerCase(Locale.ROOT);
        if (!last.path("name").asText().equals(of)) {
            outputs.addObject().put("output_type", "stream").put("name", of).putArray("text");
        }
        Notebook.append((ArrayNode) outputs.path(outputs.size() - 1).path("text"), text);
    }

    @Override
    public synchronized void display(MimeBundle bundle) {
        show(add("display_data"), bundle, null);
    }

    @Override
    public synchronized void display(MimeBundle bundle, String displayId) {
        show(add("display_data"), bundle, displayId);
    }

    /** The terminal shows the head of it now and then, and all of it once the cell has ended. */
    @Override
    public synchronized void update(String displayId, MimeBundle bundle) {
        byDisplayId.getOrDefault(displayId, List.of()).forEach(output -> output.set("data", data(bundle)));
        updated.put(displayId, bundle);
        if (System.nanoTime() - lastHead > HEAD_NANOS) {
            bundle.text().lines().limit(HEAD_LINES).forEach(out::println);
            out.flush();
            lastHead = System.nanoTime();
        }
    }

    /** Ends a cell: what was updated while it ran is written to the terminal as it stands now. */
    synchronized void end() {
        updated.values().forEach(bundle -> out.println(bundle.text().stripTrailing()));
        out.flush();
        updated.clear();
        keeper.run();
    }

    /** Records a cell's value. */
    synchronized void result(MimeBundle bundle, int count) {
        show(add("execute_result").put("execution_count", count), bundle, null);
    }

    /** Records how a cell failed. */
    synchronized void failure(CellFailure failure) {
        ObjectNode output = add("error").put("ename", failure.name()).put("evalue", failure.value());
        output.set("traceback", Notebook.tree(failure.traceback()));
    }

    private ObjectNode add(String type) {
        return outputs.addObject().put("output_type", type);
    }

    private void show(ObjectNode output, MimeBundle bundle, @Nullable String displayId) {
        output.set("data", data(bundle));
        output.putObject("metadata");
        if (displayId != null) {
            byDisplayId.computeIfAbsent(displayId, it -> new ArrayList<>()).add(output);
        }
        out.println(bundle.text().stripTrailing());
        out.flush();
    }

    /** Texts become lists of lines, images stay in one piece, JSON stays JSON. */
    private static JsonNode data(MimeBundle bundle) {
        ObjectNode data = (ObjectNode) Notebook.tree(Map.of());
        bundle.data().forEach((type, value) -> {
            boolean lines = value instanceof String && !type.endsWith("json") && !type.equals(MimeBundle.PNG);
            data.set(type, lines ? Notebook.lines((String) value) : Notebook.tree(value));
        });
        return data;
    }
}
