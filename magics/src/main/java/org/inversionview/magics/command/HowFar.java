package org.inversionview.magics.command;

import java.util.Locale;
import org.inversionview.magics.view.NoticeView;
import org.inversionview.magics.view.Screen;
import org.inversionview.models.causal.PatchingExperiment;

/** Shows how far a run over many inputs is, with the time left; nothing while it is sure to be short. */
final class HowFar implements PatchingExperiment.Listener {

    private static final double SHOW_AFTER = 1; // seconds

    private final Screen screen;
    private final String doing;
    private final long start = System.nanoTime();

    HowFar(Screen screen, String doing) {
        this.screen = screen;
        this.doing = doing;
    }

    @Override
    public void on(int done, int of) {
        double seconds = (System.nanoTime() - start) / 1e9;
        if (seconds > SHOW_AFTER && done < of) {
            long left = Math.round(seconds * (of - done) / done);
            screen.show(new NoticeView(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d inputs, %d:%02d left; if you interrupt, %%last shows what is done.",
                    doing,
                    done,
                    of,
                    left / 60,
                    left % 60)));
        }
    }
}
