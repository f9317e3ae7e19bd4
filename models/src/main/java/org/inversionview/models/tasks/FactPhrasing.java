package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.tokens.Vocabulary;

/**
 * A text of {@link FactualRecall} with a slot for the subject: a phrasing of a relation, up to its attribute, or a general
 * sentence.
 *
 * @param text with {@code {S}} for the subject
 * @param relation whose attribute comes next; nothing in a general sentence
 * @param before the tokens before the subject
 * @param after the tokens after it, at least one
 */
record FactPhrasing(String text, Optional<FactRelation> relation, List<Integer> before, List<Integer> after) {

    static FactPhrasing of(String text, Optional<FactRelation> relation, Vocabulary vocabulary) {
        int slot = text.indexOf(FactRelation.SUBJECT);
        return new FactPhrasing(
                text,
                relation,
                ids(vocabulary, text.substring(0, slot).stripTrailing()),
                ids(vocabulary, text.substring(slot + FactRelation.SUBJECT.length())));
    }

    private static List<Integer> ids(Vocabulary vocabulary, String text) {
        return IntStream.of(vocabulary.encode(text)).boxed().toList();
    }

    /** Returns its tokens with a subject in the slot. */
    int[] filled(List<Integer> subject) {
        return around(subject).stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns what all texts of this phrasing have in common. */
    List<Integer> skeleton() {
        return around(List.of(FactMention.SLOT));
    }

    private List<Integer> around(List<Integer> subject) {
        List<Integer> all = new ArrayList<>(before);
        all.addAll(subject);
        all.addAll(after);
        return all;
    }

    /** Returns where the relation is named by its noun, as a position of an input with so long a subject. */
    Optional<Integer> noun(int token, int subjectLength) {
        if (before.contains(token)) {
            return Optional.of(1 + before.indexOf(token));
        }
        return after.contains(token)
                ? Optional.of(1 + before.size() + subjectLength + after.indexOf(token))
                : Optional.empty();
    }
}
