package org.inversionview.kernel.bridge;

import java.util.UUID;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.jspecify.annotations.Nullable;

/** One output of a cell, which a later view takes the place of. */
public final class Place implements Screen {

    private final KernelBridge kernel;
    private @Nullable String id;

    public Place(KernelBridge kernel) {
        this.kernel = kernel;
    }

    @Override
    public synchronized void show(View view) {
        if (id != null) {
            kernel.update(id, view.bundle());
            return;
        }
        id = UUID.randomUUID().toString();
        flush();
        kernel.display(view.bundle(), id);
    }

    /** Shows the result, which nothing takes the place of. */
    public synchronized void end(View view) {
        if (id != null) {
            kernel.update(id, view.bundle());
        } else {
            flush();
            kernel.display(view.bundle());
        }
    }

    /** What was printed before comes before. */
    private static void flush() {
        System.out.flush();
        System.err.flush();
    }
}
