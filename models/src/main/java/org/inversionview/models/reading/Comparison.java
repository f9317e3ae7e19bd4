package org.inversionview.models.reading;

import java.util.List;
import org.inversionview.models.inversion.Proportion;

/**
 * Several preimages side by side, of one model's activations or several models', by the same inputs that nothing steered. Plain
 * values.
 *
 * @param read what each preimage's members share
 * @param features those that say most of any of the preimages, with what each preimage has of them
 * @param overlaps of every two of them
 * @param inputs members of any, with their distance under each
 * @param seconds how long it took
 */
public record Comparison(
        List<Explanation> read, List<Shared> features, List<Overlap> overlaps, List<Compared> inputs, double seconds) {

    private static final double ALWAYS = 0.9; // a member's share from which a feature is held
    private static final double CERTAIN = 0.05;

    /**
     * A feature in each preimage.
     *
     * @param statements the query's value and its shares, one a preimage
     */
    public record Shared(String feature, List<Statement> statements) {

        public Shared {
            statements = List.copyOf(statements);
        }

        /** Returns whether nearly all members of a preimage have the query's value, and beyond chance. */
        public boolean isHeld(int preimage) {
            Statement statement = statements.get(preimage);
            return statement.p() <= CERTAIN && statement.inside().value() >= ALWAYS;
        }

        /** Returns whether some preimages hold it and others do not. */
        public boolean differs() {
            boolean first = isHeld(0);
            for (int i = 1; i < statements.size(); i++) {
                if (isHeld(i) != first) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Two preimages, by their indices.
     *
     * @param both inputs in both, of those in either
     * @param firstInSecond of the first's members, those in the second
     * @param secondInFirst of the second's members, those in the first
     */
    public record Overlap(int first, int second, Proportion both, Proportion firstInSecond, Proportion secondInFirst) {}

    /**
     * An input.
     *
     * @param distances D under each of the preimages' activations
     */
    public record Compared(String text, List<Double> distances) {

        public Compared {
            distances = List.copyOf(distances);
        }
    }

    public Comparison {
        read = List.copyOf(read);
        features = List.copyOf(features);
        overlaps = List.copyOf(overlaps);
        inputs = List.copyOf(inputs);
    }
}
