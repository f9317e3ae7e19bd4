package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Indirect object identification: {@code When Mary and John went to the store, John gave a drink to} is followed by the
 * indirect object, Mary. Positions IO, S1, S1+1, S2, END and answer, where END
 * is the token before the answer.
 *
 * <p>Source: Wang et al. 2022, "Interpretability in the Wild"; Huang et al. 2024, §4.2, for the positions that are probed.
 */
public class IndirectObject implements Task {

    private static final String IO = "IO";
    private static final String S1 = "S1";
    private static final String S2 = "S2";
    private static final Set<String> NAME_POSITIONS = Set.of(IO, S1, S2);

    private final String name;
    private final Vocabulary vocabulary;
    private final int[] drawnNames;
    private final List<IoiTemplate> drawnTemplates;
    private final List<IoiTemplate> templates;
    private final Set<Integer> names;
    private final int[] places;
    private final int[] objects;

    /** The task over a vocabulary of the words in use alone, {@code ioi}. */
    public IndirectObject() {
        this("ioi", IoiSentences.vocabulary());
    }

    /** The task over GPT-2's own vocabulary, {@code ioi-gpt2}, which reads any other text too. */
    public static final class Gpt2 extends IndirectObject {

        public Gpt2() {
            super("ioi-gpt2", BytePairs.gpt2());
        }

        /** What is no sentence of the task just has no answer and no names of positions. */
        @Override
        public boolean readsAnyText() {
            return true;
        }
    }

    /**
     * Sentences whose subject is any name, also one of those that {@code ioi} has in its vocabulary and never draws; the answer
     * never is one of these: {@code ioi-subjects}. From them a model can learn these names as words.
     */
    public static final class NewSubjects extends IndirectObject {

        private final int[] subjects = tokens(IoiSentences.NEW_NAMES);

        public NewSubjects() {
            super("ioi-subjects", IoiSentences.vocabulary());
        }

        @Override
        public int[] sample(RandomGenerator random) {
            int[] input = super.sample(random);
            int drawn = random.nextInt(IoiSentences.NAMES.size() + subjects.length);
            if (drawn < subjects.length) {
                Map<String, Integer> positions = namedPositions(input);
                for (String position : List.of(S1, S2)) {
                    input[Objects.requireNonNull(positions.get(position), position)] = subjects[drawn];
                }
            }
            return input;
        }

        /** None: whoever learns from these sentences has seen the new names. */
        @Override
        public Map<String, Task> variations() {
            return Map.of();
        }
    }

    IndirectObject(String name, Vocabulary vocabulary) {
        this(name, vocabulary, IoiSentences.NAMES, IoiSentences.TEMPLATES);
    }

    private IndirectObject(String name, Vocabulary vocabulary, List<String> drawnNames, List<String> drawnTemplates) {
        this.name = name;
        this.vocabulary = vocabulary;
        this.drawnNames = tokens(drawnNames);
        this.drawnTemplates = templates(drawnTemplates);
        this.templates = templates(Stream.of(IoiSentences.TEMPLATES, IoiSentences.NEW_TEMPLATES)
                .flatMap(List::stream)
                .toList());
        this.names = new HashSet<>();
        Stream.of(IoiSentences.NAMES, IoiSentences.NEW_NAMES)
                .flatMapToInt(some -> IntStream.of(tokens(some)))
                .forEach(names::add);
        this.places = tokens(IoiSentences.PLACES);
        this.objects = tokens(IoiSentences.OBJECTS);
    }

    final int[] tokens(List<String> words) {
        return words.stream().mapToInt(this::token).toArray();
    }

    private int token(String word) {
        int[] ids = vocabulary.encode(" " + word);
        if (ids.length != 1) {
            throw new IllegalStateException("%s is %s tokens, not one".formatted(word, ids.length));
        }
        return ids[0];
    }

    private List<IoiTemplate> templates(List<String> texts) {
        return texts.stream().map(text -> new IoiTemplate(text, vocabulary)).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** BOS, the sentence, the answer, EOS. */
    @Override
    public int maxLength() {
        return templates.stream().mapToInt(IoiTemplate::length).max().orElseThrow() + 3;
    }

    /** Returns the length of the longest text that is read, BOS and EOS counted. */
    private int longest() {
        return readsAnyText() ? Integer.MAX_VALUE : maxLength();
    }

    @Override
    public int[] sample(RandomGenerator random) {
        int one = drawnNames[random.nextInt(drawnNames.length)];
        int other = one;
        while (other == one) {
            other = drawnNames[random.nextInt(drawnNames.length)];
        }
        IoiTemplate.Words words = new IoiTemplate.Words(
                one,
                other,
                random.nextBoolean() ? one : other,
                places[random.nextInt(places.length)],
                objects[random.nextInt(objects.length)]);
        IoiTemplate template = drawnTemplates.get(random.nextInt(drawnTemplates.size()));
        return answered(template.filled(words), words.indirectObject());
    }

    private int[] answered(int[] prompt, int answer) {
        int[] sentence = Arrays.copyOf(prompt, prompt.length + 1);
        sentence[prompt.length] = answer;
        return vocabulary.withEnds(sentence);
    }

    @Override
    public Map<String, Task> variations() {
        Map<String, Task> variations = new LinkedHashMap<>();
        variations.put(
                "new names", new IndirectObject(name, vocabulary, IoiSentences.NEW_NAMES, IoiSentences.TEMPLATES));
        variations.put(
                "new sentences", new IndirectObject(name, vocabulary, IoiSentences.NAMES, IoiSentences.NEW_TEMPLATES));
        return variations;
    }

    private Optional<IoiRoles> roles(int[] input) {
        return IoiRoles.of(input, answerStart(input), names);
    }

    @Override
    public int answerStart(int[] input) {
        return IoiRoles.end(input, Positions.last(this, input), names);
    }

    @Override
    public int[] probedPositions(int[] input) {
        return roles(input).map(IoiRoles::probed).orElseGet(() -> new int[] {Positions.last(this, input)});
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        Map<String, Integer> positions = new LinkedHashMap<>();
        roles(input).ifPresent(roles -> {
            positions.put(IO, roles.io());
            positions.put(S1, roles.s1());
            positions.put("S1+1", roles.s1() + 1);
            positions.put(S2, roles.s2());
            positions.put("END", roles.end());
            if (roles.end() < Positions.last(this, input)) {
                positions.put("answer", roles.end() + 1);
            }
        });
        first(input, places).ifPresent(position -> positions.putIfAbsent("place", position));
        first(input, objects).ifPresent(position -> positions.putIfAbsent("object", position));
        return positions;
    }

    /** Who is who and where the sentence ends; nothing where no one is, and any word may be probed. */
    @Override
    public Optional<Object> shape(int[] input) {
        return roles(input).map(roles -> List.of(roles, Positions.last(this, input)));
    }

    private static Optional<Integer> first(int[] input, int[] words) {
        return IntStream.range(1, input.length)
                .filter(position -> IntStream.of(words).anyMatch(word -> word == input[position]))
                .boxed()
                .findFirst();
    }

    @Override
    public int[] parse(String text) {
        int[] bare = vocabulary.withoutEnds(vocabulary.read(text));
        if (bare.length + 2 > longest()) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "it has %s tokens, and the model reads at most %s beside BOS and EOS"
                            .formatted(bare.length, longest() - 2));
        }
        int[] input = vocabulary.withEnds(bare);
        return roles(input)
                .filter(roles -> roles.end() == Positions.last(this, input) && input.length < longest())
                .map(roles -> answered(bare, input[roles.io()]))
                .orElse(input);
    }

    @Override
    public boolean isWellFormed(int[] input) {
        return input.length > 3
                && input[0] == vocabulary.bos()
                && input[input.length - 1] == vocabulary.eos()
                && templates.stream()
                        .anyMatch(template ->
                                template.fits(input) && isRight(template.words(input), input[input.length - 2]));
    }

    private boolean isRight(IoiTemplate.Words words, int answer) {
        return words.first() != words.second()
                && names.contains(words.first())
                && names.contains(words.second())
                && (words.subject() == words.first() || words.subject() == words.second())
                && answer == words.indirectObject()
                && contains(places, words.place())
                && contains(objects, words.object());
    }

    private static boolean contains(int[] words, int word) {
        return IntStream.of(words).anyMatch(one -> one == word);
    }

    @Override
    public List<Feature> features() {
        return List.of(
                new Feature("IO name", input -> word(input, roles(input).map(IoiRoles::io))),
                new Feature("S name", input -> word(input, roles(input).map(IoiRoles::s2))),
                new Feature(
                        "first",
                        input -> roles(input)
                                .map(roles -> roles.io() < roles.s1() ? IO : "S")
                                .orElse("")),
                new Feature(
                        "sentence",
                        input -> templates.stream()
                                .filter(template -> template.fits(input))
                                .map(IoiTemplate::text)
                                .findFirst()
                                .orElse("another")),
                new Feature("place", input -> word(input, first(input, places))),
                new Feature("object", input -> word(input, first(input, objects))),
                new Feature("length", input -> Positions.last(this, input)),
                new Feature(
                        "place of IO", input -> roles(input).map(IoiRoles::io).orElse(-1)),
                new Feature(
                        "place of S1", input -> roles(input).map(IoiRoles::s1).orElse(-1)));
    }

    private String word(int[] input, Optional<Integer> position) {
        return position.map(at -> vocabulary.token(input[at]).strip()).orElse("");
    }

    /**
     * As for other tasks, but that the subject keeps being one person: S1 and S2 change together, and S2 alone becomes the
     * other name, which turns the roles round.
     */
    @Override
    public Optional<int[]> change(int[] input, List<String> changed, RandomGenerator random) {
        Optional<IoiRoles> found = roles(input);
        if (found.isEmpty() || changed.stream().noneMatch(NAME_POSITIONS::contains)) {
            return Contrasts.change(this, input, changed, random);
        }
        IoiRoles roles = found.get();
        if (changed.contains(S1) && !changed.contains(S2)) {
            throw new InvalidRequestException(
                    "changed position",
                    S1,
                    "the subject would be two people; change S1,S2 for another subject, or S2 to turn the roles round");
        }
        int[] other = input.clone();
        if (changed.contains(IO)) {
            other[roles.io()] = newName(other, random);
        }
        if (changed.contains(S2)) {
            int subject = changed.contains(S1) ? newName(other, random) : other[roles.io()];
            other[roles.s2()] = subject;
            other[roles.s1()] = changed.contains(S1) ? subject : other[roles.s1()];
        }
        int[] prompt = Arrays.copyOfRange(other, 1, roles.end() + 1);
        int[] answered = roles(vocabulary.withEnds(prompt))
                .map(turned -> answered(prompt, prompt[turned.io() - 1]))
                .orElseThrow();
        List<String> rest =
                changed.stream().filter(one -> !NAME_POSITIONS.contains(one)).toList();
        return rest.isEmpty() ? Optional.of(answered) : Contrasts.change(this, answered, rest, random);
    }

    private int newName(int[] input, RandomGenerator random) {
        int drawn;
        do {
            drawn = drawnNames[random.nextInt(drawnNames.length)];
        } while (contains(input, drawn));
        return drawn;
    }

    /** Turns the roles round: S2 becomes the indirect object's name. */
    @Override
    public Optional<int[]> flip(int[] input, RandomGenerator random) {
        return roles(input).isEmpty() ? Optional.empty() : change(input, List.of(S2), random);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "When Mary and John went to the store, John gave a drink to",
                "Then, Anna and Tom went to the park. Anna gave a book to",
                "At the station, David was waiting for Alice. Soon Alice sold a camera to");
    }
}
