package org.inversionview.kernel.assignment;

import java.util.List;
import java.util.Optional;
import org.inversionview.kernel.cell.DeclaredName;

/**
 * What came of a cell of a submission.
 *
 * @param cell that was run
 * @param points that it has given, if it is a check
 * @param error why it failed, in one line; empty where it passed, or was not run because it is no code
 * @param seconds it took
 * @param outputs that its student may see
 * @param declared the names that it has declared
 */
record EvaluatedCell(
        SubmittedCell cell,
        Optional<Double> points,
        String error,
        double seconds,
        List<CellOutput> outputs,
        List<DeclaredName> declared) {

    EvaluatedCell {
        outputs = List.copyOf(outputs);
        declared = List.copyOf(declared);
    }
}
