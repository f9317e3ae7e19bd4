package org.inversionview.kernel.bridge;

import org.inversionview.magics.view.MimeBundle;

/**
 * What every kernel must offer. Interrupts need no method: each kernel interrupts the thread that runs the cell, so work
 * polls {@link Thread#interrupted()}.
 */
public interface KernelBridge {

    /** Shows something in the running cell. */
    void display(MimeBundle bundle);

    /**
     * Shows something that will change.
     *
     * @param displayId names it in later calls of {@link #update}
     */
    void display(MimeBundle bundle, String displayId);

    /** Replaces what was shown under that id, wherever it stands; nothing happens if there is none. */
    void update(String displayId, MimeBundle bundle);
}
