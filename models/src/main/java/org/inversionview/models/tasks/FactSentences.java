package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.models.tokens.TokenList;

/**
 * What the texts of {@link FactualRecall} are made of. A word is a token, with the space before it; so is an attribute, of
 * however many words, which makes END the one place where it is decided.
 */
final class FactSentences {

    /** What may come before a phrasing. */
    static final List<String> OPENINGS = List.of("", "Fact: ", "Remember: ");

    /** Sentences that mention a subject and state nothing. */
    static final List<String> GENERAL = List.of(
            "We flew to {S} last summer.",
            "My friend was born in {S}.",
            "The train from {S} was late again.",
            "I have never been to {S}, but I want to go.",
            "She sent a long letter to her friend in {S}.",
            "The team from {S} won the game.",
            "News from {S} came late last night.",
            "A ship left {S} in the morning.",
            "They wrote a book about {S} and its people.",
            "He likes the songs that are sung in {S}.",
            "In {S}, the summer was long.",
            "The people of {S} are on the road again.");

    private static final Pattern WORD_STARTS = Pattern.compile("(?= )|(?=[,.:])");

    private FactSentences() {}

    /** Returns all tokens in use, BOS, EOS and padding at the end. */
    static TokenList vocabulary(FactTable table) {
        Set<String> tokens = new LinkedHashSet<>();
        Stream<String> phrasings = Stream.of(FactRelation.values())
                .flatMap(relation -> Stream.of(relation.phrasings(), relation.newPhrasings()))
                .flatMap(List::stream)
                .flatMap(phrasing -> OPENINGS.stream().map(opening -> opening + phrasing));
        Stream.concat(phrasings, GENERAL.stream())
                .flatMap(text -> Stream.of(text.split(Pattern.quote(" " + FactRelation.SUBJECT), -1)))
                .flatMap(piece -> Stream.of(WORD_STARTS.split(piece, -1)))
                .filter(token -> !token.isEmpty())
                .forEach(tokens::add);
        table.subjects().stream()
                .flatMap(subject -> Stream.of(subject.name().split(" ", -1)))
                .forEach(word -> tokens.add(" " + word));
        table.subjects().stream()
                .flatMap(subject ->
                        Stream.of(FactRelation.values()).flatMap(relation -> subject.attribute(relation).stream()))
                .forEach(attribute -> tokens.add(" " + attribute));
        List<String> all = new ArrayList<>(tokens);
        all.addAll(List.of(IoiSentences.BOS, IoiSentences.EOS, IoiSentences.PAD));
        return new TokenList(all, all.size() - 3, all.size() - 2, all.size() - 1);
    }
}
