package org.inversionview.magics;

import java.util.List;

/**
 * What a patching magic was asked.
 *
 * @param answer position of the answer token
 * @param contrast how contrast inputs were made: change, flip or random
 * @param change positions that were changed; empty unless contrast is change
 * @param where condition on originals and contrasts; may be empty
 * @param inputs how many were asked for
 * @param seed of all random choices
 */
public record PatchingQuestion(
        String answer, String contrast, List<String> change, String where, int inputs, long seed) {

    public PatchingQuestion {
        change = List.copyOf(change);
    }

    /** Returns the question in words, without a full stop. */
    public String words() {
        String how = switch (contrast) {
            case "change" -> "contrast inputs differ in " + String.join(", ", change);
            case "flip" -> "contrast inputs differ as little as the task allows";
            default -> "contrast inputs are other random inputs";
        };
        return "output at %s; %s and have another %s%s; seed %d"
                .formatted(answer, how, answer, where.isEmpty() ? "" : "; where " + where, seed);
    }
}
