package org.inversionview.kernel.bridge;

import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.jspecify.annotations.Nullable;

/**
 * One output of a cell, which a later view takes the place of. After the cell's end nothing is shown any more, and nothing
 * fails: an interrupted magic that the kernel has left behind still finishes what it keeps.
 */
public final class Place implements Screen {

    private final KernelBridge kernel;
    private @Nullable String id;

    public Place(KernelBridge kernel) {
        this.kernel = kernel;
    }

    @Override
    public synchronized void show(View view) {
        try {
            if (id != null) {
                kernel.update(id, view.bundle());
                return;
            }
            id = UUID.randomUUID().toString();
            flush();
            kernel.display(view.bundle(), id);
        } catch (CancellationException cellIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows the result, which nothing takes the place of. */
    public synchronized void end(View view) {
        try {
            if (id != null) {
                kernel.update(id, view.bundle());
            } else {
                flush();
                kernel.display(view.bundle());
            }
        } catch (CancellationException cellIsOver) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was printed before comes before. */
    private static void flush() {
        System.out.flush();
        System.err.flush();
    }
}
