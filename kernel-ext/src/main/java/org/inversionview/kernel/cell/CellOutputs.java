package org.inversionview.kernel.cell;

import org.inversionview.kernel.bridge.KernelBridge;
import org.inversionview.magics.view.MimeBundle;

/** Where a cell's outputs go, in the order in which they come about. Called from any thread. */
public interface CellOutputs extends KernelBridge {

    /** Drops everything. */
    CellOutputs NONE = new CellOutputs() {
        @Override
        public void stream(StreamName name, String text) {}

        @Override
        public void display(MimeBundle bundle) {}

        @Override
        public void display(MimeBundle bundle, String displayId) {}

        @Override
        public void update(String displayId, MimeBundle bundle) {}
    };

    /** Which of the two streams text was printed to. */
    enum StreamName {
        STDOUT,
        STDERR
    }

    /** Takes text that was printed; never empty, usually whole lines. */
    void stream(StreamName name, String text);
}
