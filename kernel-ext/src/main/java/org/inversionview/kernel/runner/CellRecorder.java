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

    /** Streams since the last output of another kind: text of the same name is appended to them. */
    private final Map<StreamName, ObjectNode> openStreams = new HashMap<>();

    /** What was updated since the cell began, as it stands now. */
    private final Map<String, MimeBundle> updated = new LinkedHashMap<>();

    private long lastHead = System.nanoTime();
    private ArrayNode outputs;

    CellRecorder(PrintWriter out, PrintWriter err, ArrayNode outputs) {
        this.out = out;
        this.err = err;
        this.outputs = outputs;
    }

    /** Sends what follows into a cell's list of outputs. */
    synchronized void record(ArrayNode cellOutputs) {
        outputs = cellOutputs;
        openStreams.clear();
    }

    @Override
    public synchronized void stream(StreamName name, String text) {
        PrintWriter terminal = name == StreamName.STDOUT ? out : err;
        terminal.print(text);
        terminal.flush();
        ObjectNode stream = openStreams.computeIfAbsent(
                name,
                it -> outputs.addObject()
                        .put("output_type", "stream")
                        .put("name", it.name().toLowerCase(Locale.ROOT)));
        stream.set("text", Notebook.lines(Notebook.text(stream.path("text")) + text));
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
        openStreams.clear();
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
