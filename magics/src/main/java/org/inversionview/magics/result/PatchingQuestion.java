package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;

/**
 * What a patching magic was asked.
 *
 * @param answer position of the answer token
 * @param contrast how contrast inputs were made
 * @param change positions that were changed; empty unless contrast is change
 * @param where condition on originals and contrasts; may be empty
 * @param inputs how many were asked for
 * @param seed of all random choices
 */
public record PatchingQuestion(String answer, Kind contrast, List<String> change, String where, int inputs, long seed) {

    /** How contrast inputs are made. */
    public enum Kind {
        /** Other tokens at chosen positions. */
        CHANGE,
        /** Another random input. */
        RANDOM,
        /** The smallest change that the task knows. */
        FLIP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PatchingQuestion {
        change = List.copyOf(change);
    }

    /** Returns the question in words, without a full stop. */
    public String words() {
        String how = switch (contrast) {
            case CHANGE -> "contrast inputs differ in " + String.join(", ", change);
            case FLIP -> "contrast inputs differ as little as the task allows";
            case RANDOM -> "contrast inputs are other random inputs";
        };
        return "output at %s; %s and have another %s%s; seed %s"
                .formatted(answer, how, answer, where.isEmpty() ? "" : "; where " + where, seed);
    }
}
