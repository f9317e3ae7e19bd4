package org.inversionview.magics.command;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a user probably meant. */
final class Nearest {

    private Nearest() {}

    /** Returns the candidate with the fewest letters to change. */
    static String to(String word, Collection<String> candidates) {
        LevenshteinDistance letters = LevenshteinDistance.getDefaultInstance();
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> letters.apply(word, candidate)))
                .orElseThrow();
    }
}
