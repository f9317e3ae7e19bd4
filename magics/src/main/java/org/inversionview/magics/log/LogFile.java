package org.inversionview.magics.log;

import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.models.files.AppendedFile;
import org.inversionview.models.files.StrictJson;

/** The log of one session: JSON, an entry a line. */
public record LogFile(Path path) {

    /**
     * Adds an entry, which is then kept whatever becomes of the process.
     *
     * @throws IOException in one line, if it cannot be written; the entries before are kept
     */
    public void add(LogEntry entry) throws IOException {
        AppendedFile.line(path, StrictJson.compact(entry));
    }
}
