package org.inversionview.magics.command;

import java.util.Locale;
import org.inversionview.magics.view.NoticeView;
import org.inversionview.magics.view.Screen;
import org.inversionview.models.causal.PatchingExperiment;

/** Shows twice a second how far many runs are, with the time left; nothing while it is sure to be short. */
final class HowFar implements PatchingExperiment.Listener {

    private static final double SHOW_AFTER = 1; // seconds
    private static final double SHOW_EVERY = 0.5;

    private final Screen screen;
    private final String doing;
    private final long start = System.nanoTime();
    private double next = SHOW_AFTER;

    HowFar(Screen screen, String doing) {
        this.screen = screen;
        this.doing = doing;
    }

    @Override
    public void on(long done, long of) {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds > next && done > 0 && done < of) {
            next = seconds + SHOW_EVERY;
            long left = Math.round(seconds * (of - done) / done);
            screen.show(new NoticeView(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d runs, %d:%02d left; if you interrupt, %%last shows what is done.",
                    doing,
                    done,
                    of,
                    left / 60,
                    left % 60)));
        }
    }
}
