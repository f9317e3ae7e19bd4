package org.inversionview.magics.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.log.LogEntry;
import org.inversionview.magics.log.LogFile;
import org.inversionview.magics.log.LogFolder;
import org.jspecify.annotations.Nullable;

/** Where a session keeps what it was asked and what came of it. Off until it is turned on. */
public final class RunLog {

    private LogFolder folder = LogFolder.beside(Path.of(""));
    private @Nullable LogFile file;

    private final Map<String, String> environment;

    /**
     * Makes one that is off.
     *
     * @param environment the variables that say where it goes, if anywhere
     */
    RunLog(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Turns it on for a notebook, unless the environment says that nothing is to be logged.
     *
     * @param beside the folder that the notebook is in
     */
    public void startBeside(Path beside) {
        folder = LogFolder.beside(beside);
        Optional<LogFolder> wanted = LogFolder.of(beside, environment);
        wanted.ifPresent(one -> folder = one);
        turn(wanted.isPresent());
    }

    /** Turns it on or off. */
    public void turn(boolean on) {
        file = on ? folder.newFile() : null;
    }

    /** Returns whether it is on. */
    public boolean isOn() {
        return file != null;
    }

    /** Returns where it and the logs of other sessions are. */
    public LogFolder folder() {
        return folder;
    }

    /** Adds an entry if it is on. Where that cannot be written, a line says so, once, and the session goes on without. */
    public void add(LogEntry entry) {
        if (file == null) {
            return;
        }
        try {
            file.add(entry);
        } catch (IOException e) {
            turn(false);
            System.err.println(
                    "the run log is off from here on: %s (%%log on begins a new one)".formatted(e.getMessage()));
        }
    }
}
