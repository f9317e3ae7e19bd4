package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.tasks.FactTable.Fact;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Factual recall: {@code People in Kenya pay with the} is followed by the attribute, Kenyan Shilling. Positions S, the last
 * token of the subject, R, the noun of the relation where the text has one, END, the token before the answer, and answer.
 *
 * <p>Prompts are mixed with general sentences, which mention a subject and state nothing. Source: Huang et al. 2024, §4.3;
 * the facts are the Unicode CLDR's, see {@link FactTable}.
 */
public final class FactualRecall implements Task {

    private static final String S = "S";
    private static final String R = "R";
    private static final String END = "END";
    private static final String ANSWER = "answer";

    /** Tells a feature from a relation of the same noun. */
    private static final String OF_SUBJECT = " of S";

    private static final double GENERAL_SHARE = 0.2;
    private static final int DRAWS = 50;

    private final Vocabulary vocabulary;
    private final FactTable table;
    private final FactTexts texts;
    private final List<Fact> drawn;
    private final Function<FactRelation, List<FactPhrasing>> phrasings;
    private final double generalShare;

    /** The task of trained facts in trained phrasings, with general sentences between them. */
    public FactualRecall() {
        this.table = FactTable.read();
        this.vocabulary = FactSentences.vocabulary(table);
        this.texts = new FactTexts(table, vocabulary);
        this.drawn = table.facts(FactTable.Kind.TRAINED);
        this.phrasings = texts::trained;
        this.generalShare = GENERAL_SHARE;
    }

    /** The same with other draws, prompts alone. */
    private FactualRecall(FactualRecall other, List<Fact> drawn, Function<FactRelation, List<FactPhrasing>> phrasings) {
        this.table = other.table;
        this.vocabulary = other.vocabulary;
        this.texts = other.texts;
        this.drawn = drawn;
        this.phrasings = phrasings;
        this.generalShare = 0;
    }

    @Override
    public String name() {
        return "facts";
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public int maxLength() {
        return texts.longest();
    }

    @Override
    public int[] sample(RandomGenerator random) {
        if (random.nextDouble() < generalShare) {
            return texts.written(one(texts.general(), random), one(table.subjects(), random));
        }
        Fact fact = one(drawn, random);
        return texts.written(one(phrasings.apply(fact.relation()), random), fact.subject());
    }

    private static <T> T one(List<T> some, RandomGenerator random) {
        return some.get(random.nextInt(some.size()));
    }

    @Override
    public Map<String, Task> variations() {
        Map<String, Task> variations = new LinkedHashMap<>();
        variations.put("new phrasings", new FactualRecall(this, drawn, texts::unseen));
        variations.put(
                "facts that follow", new FactualRecall(this, table.facts(FactTable.Kind.INFERRED), texts::trained));
        variations.put("facts to guess", new FactualRecall(this, table.facts(FactTable.Kind.GUESSED), texts::trained));
        return variations;
    }

    private Optional<FactPrompt> prompt(int[] input) {
        return texts.read(input, Positions.last(this, input));
    }

    private Optional<FactMention> mention(int[] input) {
        return texts.subjects().mention(input, Positions.last(this, input));
    }

    /** Returns END; the last token of what asks for no attribute. */
    @Override
    public int answerStart(int[] input) {
        return prompt(input).map(FactPrompt::end).orElseGet(() -> Positions.last(this, input));
    }

    /** Returns S and END; of a general sentence S alone, and of any other text its last token. */
    @Override
    public int[] probedPositions(int[] input) {
        Map<String, Integer> named = namedPositions(input);
        int[] probed = Stream.of(S, END)
                .flatMap(name -> Stream.ofNullable(named.get(name)))
                .mapToInt(Integer::intValue)
                .toArray();
        return probed.length > 0 ? probed : new int[] {Positions.last(this, input)};
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        mention(input).ifPresent(mention -> positions.put(S, mention.last()));
        prompt(input)
                .ifPresent(prompt -> prompt.phrasing().relation().ifPresent(relation -> {
                    int noun = texts.token(relation.noun());
                    prompt.phrasing()
                            .noun(noun, prompt.mention().length())
                            .ifPresent(position -> positions.put(R, position));
                    positions.put(END, prompt.end());
                    if (prompt.end() < Positions.last(this, input)) {
                        positions.put(ANSWER, prompt.end() + 1);
                    }
                }));
        return positions;
    }

    /** The names of its positions, and its end. */
    @Override
    public Optional<Object> shape(int[] input) {
        return Optional.of(List.of(namedPositions(input), Positions.last(this, input)));
    }

    /** An answer that is missing is filled in. */
    @Override
    public int[] parse(String text) {
        int[] input = Task.super.parse(text);
        return prompt(input)
                .filter(prompt -> prompt.end() == Positions.last(this, input))
                .map(prompt -> texts.written(prompt.phrasing(), prompt.mention().subject()))
                .orElse(input);
    }

    @Override
    public boolean isWellFormed(int[] input) {
        return Task.super.isWellFormed(input)
                && prompt(input).filter(prompt -> isRight(input, prompt)).isPresent();
    }

    private boolean isRight(int[] input, FactPrompt prompt) {
        int last = Positions.last(this, input);
        return prompt.phrasing().relation().isEmpty()
                || prompt.end() == last - 1
                        && prompt.attribute()
                                .filter(right -> input[last] == texts.token(right))
                                .isPresent();
    }

    @Override
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        features.add(ofSubject("subject", FactSubject::name));
        for (FactRelation relation : FactRelation.values()) {
            features.add(ofSubject(
                    relation.noun() + OF_SUBJECT,
                    subject -> subject.attribute(relation).orElse("")));
        }
        features.add(new Feature(
                "relation", input -> relation(input).map(FactRelation::noun).orElse("none")));
        features.add(new Feature(
                "answer", input -> prompt(input).flatMap(FactPrompt::attribute).orElse("")));
        features.add(new Feature(
                "phrasing",
                input -> prompt(input).map(prompt -> prompt.phrasing().text()).orElse("another")));
        features.add(new Feature("length", input -> Positions.last(this, input)));
        return features;
    }

    private Feature ofSubject(String name, Function<FactSubject, String> value) {
        return new Feature(
                name,
                input -> mention(input).map(FactMention::subject).map(value).orElse(""));
    }

    private Optional<FactRelation> relation(int[] input) {
        return prompt(input).flatMap(prompt -> prompt.phrasing().relation());
    }

    /** As for other tasks, but that S means the whole subject: it becomes another of as many tokens. */
    @Override
    public Optional<int[]> change(int[] input, List<String> changed, RandomGenerator random) {
        Optional<FactPrompt> prompt = prompt(input);
        if (prompt.isEmpty() || !changed.contains(S)) {
            return Contrasts.change(this, input, changed, random);
        }
        Optional<int[]> other = another(prompt.get(), random);
        List<String> rest = changed.stream().filter(name -> !name.equals(S)).toList();
        return rest.isEmpty() ? other : other.flatMap(turned -> Contrasts.change(this, turned, rest, random));
    }

    /** Returns the same text of another subject of as many tokens; of a prompt, one whose attribute is known. */
    private Optional<int[]> another(FactPrompt prompt, RandomGenerator random) {
        FactMention mention = prompt.mention();
        return Stream.generate(() -> one(table.subjects(), random))
                .limit(DRAWS)
                .filter(subject -> !subject.equals(mention.subject())
                        && texts.subjects().tokens(subject).size() == mention.length())
                .filter(subject -> prompt.phrasing().relation().stream()
                        .allMatch(relation -> subject.attribute(relation).isPresent()))
                .findFirst()
                .map(subject -> texts.written(prompt.phrasing(), subject));
    }

    /** Another subject of as many tokens with another attribute. */
    @Override
    public Optional<int[]> flip(int[] input, RandomGenerator random) {
        return prompt(input)
                .filter(prompt -> prompt.attribute().isPresent())
                .flatMap(prompt -> another(prompt, random))
                .filter(other -> !prompt(input)
                        .flatMap(FactPrompt::attribute)
                        .equals(prompt(other).flatMap(FactPrompt::attribute)));
    }

    @Override
    public List<String> examples() {
        return List.of(
                "People in Kenya pay with the", "The continent of New Zealand is", "Most people in Costa Rica speak");
    }
}
