package org.inversionview.models.tasks;

import java.util.Optional;

/**
 * An input as {@link FactualRecall} understands it.
 *
 * @param phrasing that it has
 * @param mention of the subject
 * @param end position of its last token before the answer
 */
record FactPrompt(FactPhrasing phrasing, FactMention mention, int end) {

    /** Returns the attribute that it asks for; nothing of a general sentence, or where none is known. */
    Optional<String> attribute() {
        return phrasing.relation().flatMap(mention.subject()::attribute);
    }
}
