package org.inversionview.kernel.embedded;

import java.util.Optional;

/** The process that started this kernel, which must not outlive it. */
final class ParentProcess {

    /** Set by Jupyter: its own process id. */
    private static final String VARIABLE = "JPY_PARENT_PID";

    private ParentProcess() {}

    /** Does something once the front end's process has ended; never where none is named. */
    static void onEnd(Runnable action) {
        onEnd(Optional.ofNullable(System.getenv(VARIABLE)).orElse(""), action);
    }

    /** Does something once a process has ended, at once if there is none of that id. */
    static void onEnd(String id, Runnable action) {
        if (!id.matches("[1-9]\\d{0,17}")) {
            return;
        }
        ProcessHandle.of(Long.parseLong(id))
                .map(ProcessHandle::onExit)
                .ifPresentOrElse(end -> end.thenRun(action), action);
    }
}
