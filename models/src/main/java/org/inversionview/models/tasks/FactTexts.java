package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.models.tokens.Vocabulary;

/** Every text that {@link FactualRecall} knows, as tokens: writes them, and finds out which one an input is. */
final class FactTexts {

    private final Vocabulary vocabulary;
    private final FactSubjects subjects;
    private final Map<FactRelation, List<FactPhrasing>> trained = new EnumMap<>(FactRelation.class);
    private final Map<FactRelation, List<FactPhrasing>> unseen = new EnumMap<>(FactRelation.class);
    private final List<FactPhrasing> general;
    private final Map<List<Integer>, FactPhrasing> bySkeleton = new HashMap<>();

    FactTexts(FactTable table, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.subjects = new FactSubjects(table, vocabulary);
        for (FactRelation relation : FactRelation.values()) {
            trained.put(relation, opened(relation.phrasings(), relation));
            unseen.put(relation, opened(relation.newPhrasings(), relation));
        }
        this.general = FactSentences.GENERAL.stream()
                .map(text -> FactPhrasing.of(text, Optional.empty(), vocabulary))
                .toList();
        all().forEach(phrasing -> bySkeleton.put(phrasing.skeleton(), phrasing));
    }

    private List<FactPhrasing> opened(List<String> texts, FactRelation relation) {
        List<FactPhrasing> opened = new ArrayList<>();
        for (String opening : FactSentences.OPENINGS) {
            texts.forEach(text -> opened.add(FactPhrasing.of(opening + text, Optional.of(relation), vocabulary)));
        }
        return opened;
    }

    /** Returns the phrasings of a relation that training draws from. */
    List<FactPhrasing> trained(FactRelation relation) {
        return Objects.requireNonNull(trained.get(relation));
    }

    /** Returns the phrasings of a relation that no training sees. */
    List<FactPhrasing> unseen(FactRelation relation) {
        return Objects.requireNonNull(unseen.get(relation));
    }

    /** Returns the sentences that state nothing. */
    List<FactPhrasing> general() {
        return general;
    }

    private Stream<FactPhrasing> all() {
        return Stream.of(trained.values().stream(), unseen.values().stream(), Stream.of(general))
                .flatMap(lists -> lists)
                .flatMap(List::stream);
    }

    /** Returns the length of the longest text with its answer, BOS and EOS counted. */
    int longest() {
        int phrasing = all().mapToInt(one -> one.skeleton().size()).max().orElseThrow();
        return phrasing - 1 + subjects.longest() + 3;
    }

    FactSubjects subjects() {
        return subjects;
    }

    /** Returns the input that says this of a subject: with the attribute, if there is one. */
    int[] written(FactPhrasing phrasing, FactSubject subject) {
        int[] prompt = phrasing.filled(subjects.tokens(subject));
        return phrasing.relation()
                .flatMap(subject::attribute)
                .map(attribute -> answered(prompt, attribute))
                .orElseGet(() -> vocabulary.withEnds(prompt));
    }

    private int[] answered(int[] prompt, String attribute) {
        int[] sentence = Arrays.copyOf(prompt, prompt.length + 1);
        sentence[prompt.length] = token(attribute);
        return vocabulary.withEnds(sentence);
    }

    /** Returns the token of an attribute. */
    int token(String attribute) {
        return vocabulary.id(" " + attribute);
    }

    /** Returns what an input says, with its answer or without; nothing where it is none of these texts. */
    Optional<FactPrompt> read(int[] input, int last) {
        return subjects.mention(input, last)
                .flatMap(mention -> read(input, mention, last)
                        .or(() -> read(input, mention, last - 1)
                                .filter(prompt -> prompt.phrasing().relation().isPresent())));
    }

    private Optional<FactPrompt> read(int[] input, FactMention mention, int end) {
        return mention.last() >= end
                ? Optional.empty()
                : Optional.ofNullable(bySkeleton.get(mention.skeleton(input, end)))
                        .map(phrasing -> new FactPrompt(phrasing, mention, end));
    }
}
