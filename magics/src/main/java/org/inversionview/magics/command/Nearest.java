package org.inversionview.magics.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a user probably meant. */
final class Nearest {

    /** Of so many letters one may be wrong; two letters in each other's place are two. */
    private static final int LETTERS_A_SLIP = 3;

    private Nearest() {}

    /** Returns the candidate with the fewest letters to change, if these are few for the word's length. */
    static Optional<String> to(String word, Collection<String> candidates) {
        LevenshteinDistance letters = LevenshteinDistance.getDefaultInstance();
        int most = Math.max(1, (word.length() + 1) / LETTERS_A_SLIP);
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> letters.apply(word, candidate)))
                .filter(candidate -> letters.apply(word, candidate) <= most);
    }
}
