package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Notice;
import org.inversionview.magics.result.Recorded;
import org.inversionview.magics.result.Replayed;
import org.inversionview.magics.result.Replayed.Verdict;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/** Computes kept results again, in a session of its own that knows the same tasks. */
final class Replayer implements AutoCloseable {

    private static final String MODEL = "model";

    private final Session session;
    private final Magics magics;
    private final Screen screen;
    private String model = "";

    Replayer(Session asking) {
        this.session = new Session(asking.tasks(), asking.clock(), asking.environment());
        this.magics = new Magics(session);
        this.screen = asking.screen();
    }

    /** Returns the results computed again; fewer where it is interrupted. */
    List<Replayed> replay(List<Recorded> recorded) {
        List<Replayed> replayed = new ArrayList<>();
        for (Recorded each : recorded) {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            screen.show(new Notice("Computing %s again: %s of %s; if you interrupt, %%last shows what is done."
                    .formatted(each.where(), replayed.size() + 1, recorded.size())));
            Optional<Replayed> one = toItsEnd(each);
            if (one.isEmpty()) {
                break;
            }
            replayed.add(one.get());
        }
        return replayed;
    }

    /** Nothing of what was interrupted: it would be compared in part. */
    private Optional<Replayed> toItsEnd(Recorded recorded) {
        try {
            Replayed replayed = replay(recorded);
            return Thread.currentThread().isInterrupted() ? Optional.empty() : Optional.of(replayed);
        } catch (CancellationException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Replayed replay(Recorded recorded) {
        if (recorded.lines().isEmpty()) {
            return Replayed.not(
                    recorded,
                    Verdict.NOT_REPEATABLE,
                    "no magic's line computes it again: Java made it, or a training, a language model or a version that kept no lines");
        }
        try {
            return run(recorded.lines()) instanceof Result now
                    ? Replayed.of(recorded, now)
                    : Replayed.not(recorded, Verdict.FAILED, "its lines give no result");
        } catch (MagicException e) {
            return Replayed.not(recorded, Verdict.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Returns what the last line gives; a model that is loaded is not loaded again. */
    private View run(List<String> lines) {
        View result = new Notice("");
        for (String written : lines) {
            MagicLine line = MagicLine.of(written);
            line.requireRepeatable();
            if (!line.name().equals(MODEL)) {
                result = magics.run(line.name(), line.arguments(), screen);
            } else if (!written.equals(model)) {
                load(line);
                model = written;
            }
        }
        return result;
    }

    /** What is computed again is what was computed: no other model is fetched for it. */
    private void load(MagicLine line) {
        model = "";
        try {
            magics.run(MODEL, line.arguments() + " download=false", screen);
        } catch (MagicException e) {
            throw new MagicException("its model is not here: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
