package org.inversionview.kernel.cell;

import java.util.concurrent.CancellationException;
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
        if (Thread.interrupted()) {
            throw new CancellationException("the cell was interrupted");
        }
        return magics.run(name, arguments);
    }

    void show(String name, String arguments) {
        View view = value(name, arguments);
        // What was printed before comes before.
        System.out.flush();
        System.err.flush();
        outputs.display(view.bundle());
    }
}
