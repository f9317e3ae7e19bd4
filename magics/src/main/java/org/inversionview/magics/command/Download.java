package org.inversionview.magics.command;

import java.util.Locale;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.view.Screen;
import org.inversionview.models.hub.HubModels;

/** Shows how far a download is, once a second, with the time left. */
public final class Download implements HubModels.Listener {

    private static final double EVERY = 1; // seconds
    private static final double MEGABYTE = 1e6;

    private final Screen screen;
    private String file = "";
    private long before;
    private long start;
    private double shown;

    /** Shows it there. */
    public Download(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void on(String name, long done, long of) {
        if (!name.equals(file)) {
            file = name;
            before = done;
            start = System.nanoTime();
            shown = 0;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds < shown + EVERY || done >= of) {
            return;
        }
        shown = seconds;
        long left = Math.round(seconds * (of - done) / Math.max(1, done - before));
        screen.show(new Notice(String.format(
                Locale.ROOT,
                "Fetching %s: %,.0f of %,.0f MB, %s:%02d left; if you interrupt, the next %%model goes on from there.",
                name,
                done / MEGABYTE,
                of / MEGABYTE,
                left / 60,
                left % 60)));
    }
}
