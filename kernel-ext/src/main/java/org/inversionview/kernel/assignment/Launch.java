package org.inversionview.kernel.assignment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How submissions' processes are started.
 *
 * @param limits of each
 * @param isolation around each
 * @param options of Java, beside those that all have
 */
record Launch(Limits limits, Isolation isolation, List<String> options) {

    private static final String ARCHIVE = "classes.jsa";

    Launch {
        options = List.copyOf(options);
    }

    /** Starts them without more options. */
    Launch(Limits limits, Isolation isolation) {
        this(limits, isolation, List.of());
    }

    /** Has a process write down, in its folder and as it ends, the classes that it has read: others begin faster with them. */
    Launch writingClasses(Path folder) {
        return new Launch(
                limits, isolation, List.of("-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE), "-Xlog:disable"));
    }

    /** Starts processes with the classes that another has written down; without them where it could not. */
    Launch readingClasses(Path folder) {
        Path archive = folder.resolve(ARCHIVE);
        return Files.isRegularFile(archive)
                ? new Launch(limits, isolation, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"))
                : this;
    }
}
