package org.inversionview.kernel.cell;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.inversionview.magics.view.MimeBundle;

/** Keeps a cell's outputs as lines of text, in their order. */
public final class RecordedOutputs implements CellOutputs {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void stream(StreamName name, String text) {
        lines.add(name + " " + text);
    }

    @Override
    public void display(MimeBundle bundle) {
        lines.add("DISPLAY " + bundle.text());
    }

    @Override
    public void display(MimeBundle bundle, String displayId) {
        ids.add(displayId);
        lines.add("DISPLAY " + bundle.text());
    }

    @Override
    public void update(String displayId, MimeBundle bundle) {
        lines.add((ids.contains(displayId) ? "UPDATE " : "UPDATE OF NOTHING ") + bundle.text());
    }
}
