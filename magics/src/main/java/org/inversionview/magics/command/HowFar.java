package org.inversionview.magics.command;

import java.util.Locale;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Screen;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.engine.WorkProgress;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.probed.ProbedModel;

/** Shows now and then how far many runs are, with the time left; nothing while it is sure to be short. */
public final class HowFar implements ProgressListener {

    private static final double SHOW_AFTER = 1; // seconds
    /** Seconds between two views of what replaces itself. */
    static final double SHOW_EVERY = 0.5;

    private final Screen screen;
    private final String doing;
    private final String hint;
    private final double every;
    private double next = SHOW_AFTER;
    private double first; // seconds until something was done, which takes longer than its share
    private double before; // share done then

    /**
     * Returns the loaded model's runner for work that begins now and is shown.
     *
     * @param doing what, as the beginning of a line: {@code Patching}
     */
    static WorkRunner watched(Session session, String doing) {
        return watched(session, session.requireModel().probed(), doing, "; if you interrupt, %last shows what is done");
    }

    /** As above, for work that is of no use in part. */
    static WorkRunner watchedToEnd(Session session, String doing) {
        return watchedToEnd(session, session.requireModel().probed(), doing);
    }

    /** As above, for another model's work. */
    static WorkRunner watchedToEnd(Session session, ProbedModel model, String doing) {
        return watched(session, model, doing, "");
    }

    private static WorkRunner watched(Session session, ProbedModel model, String doing, String hint) {
        return model.runner().timedBy(session.clock()).heardBy(new HowFar(session.screen(), doing, hint, SHOW_EVERY));
    }

    /** Returns what shows on a screen, every so many seconds, how far a sweep is. */
    public static ProgressListener ofSweep(Screen screen, double every) {
        return new HowFar(
                screen, "Sweeping", "; an interrupt keeps what is done, and the same goes on from there", every);
    }

    private HowFar(Screen screen, String doing, String hint, double every) {
        this.screen = screen;
        this.doing = doing;
        this.hint = hint;
        this.every = every;
    }

    @Override
    public void on(WorkProgress progress) {
        double done = progress.share();
        double seconds = progress.seconds();
        if (before == 0) {
            first = seconds;
            before = done;
        } else if (seconds > next && done < 1) {
            next = seconds + every;
            long left = Math.round((seconds - first) * (1 - done) / (done - before));
            screen.show(new Notice(String.format(
                    Locale.ROOT, "%s: %.0f %% done, %s:%02d left%s.", doing, 100 * done, left / 60, left % 60, hint)));
        }
    }
}
