package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.tasks.Feature;

/** The fewest of some statements that tell an ε-preimage's members from other inputs as well as all of them together do. */
final class FewestStatements {

    /** Of precision: a statement that adds less makes a description longer, not better. */
    private static final double NO_LOSS = 0.05;

    private final DrawnInputs drawn;
    private final List<BitSet> meeting; // the inputs that each statement is true of
    private final List<Integer> kept;

    /**
     * Finds them.
     *
     * @param features that the statements are about, those first that say most
     * @param values of the query, by feature
     */
    FewestStatements(DrawnInputs drawn, List<Feature> features, List<?> values) {
        this.drawn = drawn;
        this.meeting = drawn.having(features, values);
        this.kept = fewest();
    }

    private List<Integer> fewest() {
        List<Integer> fewest = IntStream.range(0, meeting.size()).boxed().toList();
        for (int i = meeting.size() - 1; i >= 0 && fewest.size() > 1; i--) {
            List<Integer> without = new ArrayList<>(fewest);
            without.remove((Integer) i);
            if (precision(without).value() >= precision(fewest).value() - NO_LOSS) {
                fewest = without;
            }
        }
        return fewest;
    }

    private BitSet meeting(List<Integer> statements) {
        BitSet common = new BitSet();
        common.set(0, drawn.inputs().size());
        statements.forEach(statement -> common.and(meeting.get(statement)));
        return common;
    }

    private Proportion precision(List<Integer> statements) {
        return drawn.precision(meeting(statements));
    }

    /** Returns their numbers. */
    List<Integer> kept() {
        return kept;
    }

    /** Returns, of all inputs that they are true of together, how many are inside. */
    Proportion precision() {
        return precision(kept);
    }

    /** Returns how they fare at one ε after another; no point without a statement. */
    EpsilonCurve curve(double step, int steps) {
        return kept.isEmpty() ? new EpsilonCurve(List.of()) : drawn.curve(meeting(kept), step, steps);
    }
}
