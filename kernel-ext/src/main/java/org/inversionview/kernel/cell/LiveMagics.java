package org.inversionview.kernel.cell;

import java.util.concurrent.CancellationException;
import org.inversionview.kernel.bridge.Place;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.View;

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
}
