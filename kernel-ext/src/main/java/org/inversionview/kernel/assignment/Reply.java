package org.inversionview.kernel.assignment;

import java.util.List;
import java.util.Objects;
import org.inversionview.kernel.cell.DeclaredName;

/**
 * What came of an instruction.
 *
 * @param passed whether it ended without failing
 * @param value the text of its value; empty where it has none
 * @param failure in one line; empty where it passed
 * @param traceback the lines that a person sees of a failure
 * @param outputs what it has shown
 * @param declared the names that it has declared
 */
record Reply(
        boolean passed,
        String value,
        String failure,
        List<String> traceback,
        List<CellOutput> outputs,
        List<DeclaredName> declared) {

    Reply {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(failure, "failure");
        traceback = List.copyOf(traceback);
        outputs = List.copyOf(outputs);
        declared = List.copyOf(declared);
    }
}
