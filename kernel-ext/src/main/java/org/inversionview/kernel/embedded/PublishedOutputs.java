package org.inversionview.kernel.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.inversionview.kernel.cell.CellOutputs;
import org.inversionview.magics.view.MimeBundle;

/**
 * Publishes a cell's outputs to the front ends.
 *
 * @param parent header of the request to execute the cell
 */
record PublishedOutputs(Publisher publisher, JsonNode parent) implements CellOutputs {

    @Override
    public void stream(StreamName name, String text) {
        publisher.publish(
                "stream",
                parent,
                Message.object()
                        .put("name", name == StreamName.STDOUT ? "stdout" : "stderr")
                        .put("text", text));
    }

    @Override
    public void display(MimeBundle bundle) {
        publisher.publish("display_data", parent, data(bundle));
    }

    @Override
    public void display(MimeBundle bundle, String displayId) {
        publisher.publish("display_data", parent, data(bundle, displayId));
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        publisher.publish("update_display_data", parent, data(bundle, displayId));
    }

    /** Returns what the protocol calls a display's data. */
    static ObjectNode data(MimeBundle bundle) {
        ObjectNode content = Message.object();
        content.set("data", Message.tree(bundle.data()));
        content.putObject("metadata");
        return content;
    }

    private static ObjectNode data(MimeBundle bundle, String displayId) {
        ObjectNode content = data(bundle);
        content.putObject("transient").put("display_id", displayId);
        return content;
    }
}
