package org.inversionview.kernel.cell;

import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.jspecify.annotations.Nullable;

/** The magics of one evaluator, and where the running cell's displays go. */
final class LiveMagics {

    private final MagicLines magics;
    private volatile CellOutputs outputs = CellOutputs.NONE;

    LiveMagics(MagicLines magics) {
        this.magics = magics;
    }

    void showIn(CellOutputs cell) {
        outputs = cell;
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

    /** One output of a cell, which a later view takes the place of. */
    private static final class Place implements Screen {

        private final CellOutputs outputs;
        private @Nullable String id;

        Place(CellOutputs outputs) {
            this.outputs = outputs;
        }

        @Override
        public synchronized void show(View view) {
            if (id != null) {
                outputs.update(id, view.bundle());
                return;
            }
            id = UUID.randomUUID().toString();
            flush();
            outputs.display(view.bundle(), id);
        }

        /** Shows the result, which nothing takes the place of. */
        synchronized void end(View view) {
            if (id != null) {
                outputs.update(id, view.bundle());
            } else {
                flush();
                outputs.display(view.bundle());
            }
        }

        /** What was printed before comes before. */
        private static void flush() {
            System.out.flush();
            System.err.flush();
        }
    }
}
