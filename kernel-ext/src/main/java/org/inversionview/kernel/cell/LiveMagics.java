package org.inversionview.kernel.cell;

import java.util.concurrent.CancellationException;
import org.inversionview.kernel.bridge.Place;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.View;

/** What a session's cells reach of their kernel: its magics, and where they show. */
final class LiveMagics {

    private final MagicLines magics;
    private final CellOutputs outputs;

    LiveMagics(MagicLines magics, CellOutputs outputs) {
        this.magics = magics;
        this.outputs = outputs;
    }

    CellOutputs outputs() {
        return outputs;
    }

    View value(String name, String arguments) {
        return run(name, arguments, new Place(outputs));
    }

    void show(String name, String arguments) {
        Place place = new Place(outputs);
        place.end(run(name, arguments, place));
    }

    private View run(String name, String arguments, Place place) {
        if (Thread.interrupted()) {
            throw new CancellationException("the cell was interrupted");
        }
        return magics.run(name, arguments, place);
    }

    /** Returns what the snippet that a class belongs to reaches. */
    static LiveMagics of(Class<?> caller) {
        if (caller.getClassLoader() instanceof SnippetLoader loader) {
            return loader.magics();
        }
        throw new IllegalStateException("this is called from cells only, not from " + caller.getName());
    }
}
