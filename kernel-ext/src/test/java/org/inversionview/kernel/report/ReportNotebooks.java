package org.inversionview.kernel.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An executed notebook, made cell by cell. */
final class ReportNotebooks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root = JSON.createObjectNode().put("nbformat", 4);
    private final ArrayNode cells = root.putArray("cells");

    ReportNotebooks markdown(String text) {
        cells.addObject().put("cell_type", "markdown").put("source", text);
        return this;
    }

    /** Adds a cell that was run and shows some form of a value; as JSON where the form is JSON. */
    ReportNotebooks code(int count, String source, String form, String content) throws IOException {
        ObjectNode cell = cells.addObject()
                .put("cell_type", "code")
                .put("execution_count", count)
                .put("source", source);
        ObjectNode data = cell.putArray("outputs")
                .addObject()
                .put("output_type", "display_data")
                .putObject("data");
        data.put("text/plain", "as text");
        data.set(form, form.endsWith("json") ? JSON.readTree(content) : JSON.valueToTree(content));
        return this;
    }

    ReportNotebooks notRun(String source) {
        cells.addObject().put("cell_type", "code").putNull("execution_count").put("source", source);
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.writeString(file, JSON.writeValueAsString(root));
    }
}
