package org.inversionview.magics.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.inversion.Provenance;

/**
 * What one run of a magic left in the log.
 *
 * @param ended when, as ISO 8601 in UTC
 * @param kind the magic's name
 * @param line as it was asked
 * @param lines that compute it again, where nothing was said before; may be none
 * @param model name or folder of the probed model; empty where none was loaded
 * @param seconds how long it took
 * @param error what was wrong, in one line; nothing where it was done
 * @param figures the result's JSON form; nothing where there is none
 * @param provenance where it comes from; nothing where no model computed
 */
public record LogEntry(
        String ended,
        String kind,
        String line,
        List<String> lines,
        String model,
        double seconds,
        Optional<String> error,
        Optional<JsonNode> figures,
        Optional<Provenance> provenance) {

    public LogEntry {
        lines = List.copyOf(lines);
    }
}
