package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/**
 * How often a target character occurs, {@code Bvvzccvczvvvzvcvc|v:8E}: three distinct letters, each 1 to 9 times, in
 * random order, then the target and its count.
 *
 * <p>Source: Huang et al. 2024, §4.1. Probed are the positions of the target character and of the colon, as there.
 */
public final class CharacterCounting implements Task {

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final Vocabulary VOCABULARY = Vocabulary.ofCharacters(LETTERS + "123456789|:BEP", 'B', 'E', 'P');
    private static final Pattern INPUT = Pattern.compile("([a-z]+)\\|([a-z])(?::([1-9])?)?");
    private static final int DISTINCT = 3;
    private static final int MOST = 9;
    private static final int BAR = VOCABULARY.id("|");
    private static final int COLON = VOCABULARY.id(":");

    /** BOS, the letters, the bar, the target, the colon, the count, EOS. */
    private static final int LONGEST = 1 + DISTINCT * MOST + 4 + 1;

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public Vocabulary vocabulary() {
        return VOCABULARY;
    }

    @Override
    public int maxLength() {
        return LONGEST;
    }

    @Override
    public int[] sample(RandomGenerator random) {
        int[] distinct = distinctLetters(random);
        int[] counts = random.ints(DISTINCT, 1, MOST + 1).toArray();
        int[] letters = new int[IntStream.of(counts).sum()];
        int filled = 0;
        for (int i = 0; i < DISTINCT; i++) {
            Arrays.fill(letters, filled, filled += counts[i], distinct[i]);
        }
        shuffle(letters, random);
        int target = random.nextInt(DISTINCT);
        return input(letters, distinct[target], counts[target]);
    }

    /** B letters | target : count E; a letter's token is its place in the alphabet. */
    private static int[] input(int[] letters, int target, int count) {
        int[] input = new int[letters.length + 6];
        input[0] = VOCABULARY.bos();
        System.arraycopy(letters, 0, input, 1, letters.length);
        int bar = letters.length + 1;
        input[bar] = BAR;
        input[bar + 1] = target;
        input[bar + 2] = COLON;
        input[bar + 3] = LETTERS.length() + count - 1;
        input[bar + 4] = VOCABULARY.eos();
        return input;
    }

    private static int[] distinctLetters(RandomGenerator random) {
        int[] alphabet = IntStream.range(0, LETTERS.length()).toArray();
        for (int i = 0; i < DISTINCT; i++) {
            swap(alphabet, i, random.nextInt(i, alphabet.length));
        }
        return IntStream.of(alphabet).limit(DISTINCT).toArray();
    }

    private static void shuffle(int[] values, RandomGenerator random) {
        for (int i = values.length - 1; i > 0; i--) {
            swap(values, i, random.nextInt(i + 1));
        }
    }

    private static void swap(int[] values, int i, int j) {
        int kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    @Override
    public boolean learnsAnswersOnly() {
        return true;
    }

    /** Returns the positions of the target character and of the colon, as far as the input has them. */
    @Override
    public int[] probedPositions(int[] input) {
        int bar = bar(input);
        int last = Positions.last(this, input);
        return IntStream.of(bar + 1, bar + 2)
                .filter(position -> bar > 0 && position <= last)
                .toArray();
    }

    @Override
    public int answerStart(int[] input) {
        int bar = bar(input);
        return bar < 0 ? Positions.last(this, input) : bar + 2;
    }

    /** Returns where the bar stands, or −1. */
    private static int bar(int[] input) {
        int bar = 0;
        while (bar < input.length && input[bar] != BAR) {
            bar++;
        }
        return bar < input.length ? bar : -1;
    }

    @Override
    public int[] parse(String text) {
        String body = text.strip();
        VOCABULARY.encode(body); // names a foreign character before anything else is said
        body = body.startsWith("B") ? body.substring(1) : body;
        body = body.endsWith("E") ? body.substring(0, body.length() - 1) : body;
        Matcher matcher = INPUT.matcher(body);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "there is nothing to count in it; write letters, |, the target letter and its count as in vvzccv|v:3, or vvzccv|v: to have the count filled in");
        }
        String letters = matcher.group(1);
        if (letters.length() > DISTINCT * MOST) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "it has %s letters before the bar, and the model reads at most %s"
                            .formatted(letters.length(), DISTINCT * MOST));
        }
        String target = matcher.group(2);
        String answer = matcher.group(3);
        return VOCABULARY.encode(
                "B%s|%s:%sE".formatted(letters, target, answer == null ? count(letters, target, text) : answer));
    }

    private static long count(String letters, String target, String text) {
        long count = occurrences(letters, target);
        if (count < 1 || count > MOST) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "it has the target %s %s times, and this task counts from 1 to %s".formatted(target, count, MOST));
        }
        return count;
    }

    private static long occurrences(String letters, String target) {
        return letters.chars().filter(letter -> letter == target.charAt(0)).count();
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        Map<String, Integer> names = new LinkedHashMap<>();
        int bar = bar(input);
        int last = Positions.last(this, input);
        int position = bar;
        for (String name : List.of("|", "target", ":", "answer")) {
            if (bar >= 0 && position <= last) {
                names.put(name, position++);
            }
        }
        return names;
    }

    /** Where the bar stands, and what follows it. */
    @Override
    public Optional<Object> shape(int[] input) {
        return Optional.of(List.of(bar(input), Positions.last(this, input)));
    }

    @Override
    public boolean isWellFormed(int[] input) {
        Matcher matcher = Pattern.compile("B([a-z]+)\\|([a-z]):([1-9])E").matcher(VOCABULARY.decode(input));
        if (!matcher.matches()) {
            return false;
        }
        String letters = matcher.group(1);
        int[] distinct = letters.chars().distinct().toArray();
        return distinct.length == DISTINCT
                && IntStream.of(distinct).allMatch(letter -> occurrences(letters, Character.toString(letter)) <= MOST)
                && String.valueOf(occurrences(letters, matcher.group(2))).equals(matcher.group(3));
    }

    @Override
    public List<Feature> features() {
        return List.of(
                new Feature("count of the target", this::targetCount),
                new Feature("target letter", input -> VOCABULARY.token(input[bar(input) + 1])),
                new Feature("length", input -> bar(input) - 1),
                new Feature("counts of the letters", CharacterCounting::letterCounts),
                new Feature(
                        "letters in use",
                        input -> IntStream.range(1, bar(input))
                                .map(position -> input[position])
                                .distinct()
                                .sorted()
                                .mapToObj(VOCABULARY::token)
                                .reduce("", String::concat)),
                new Feature("first letter", input -> VOCABULARY.token(input[1])),
                new Feature("last letter", input -> VOCABULARY.token(input[bar(input) - 1])),
                new Feature(
                        "first place of the target", input -> firstPlace(input).orElse(-1)));
    }

    private long targetCount(int[] input) {
        int bar = bar(input);
        return IntStream.range(1, bar)
                .filter(position -> input[position] == input[bar + 1])
                .count();
    }

    /** Returns how often each letter occurs before the bar. */
    private static Map<String, Long> letterCounts(int[] input) {
        return IntStream.range(1, bar(input))
                .mapToObj(position -> VOCABULARY.token(input[position]))
                .collect(Collectors.groupingBy(letter -> letter, TreeMap::new, Collectors.counting()));
    }

    private static OptionalInt firstPlace(int[] input) {
        int bar = bar(input);
        return IntStream.range(1, bar)
                .filter(position -> input[position] == input[bar + 1])
                .findFirst();
    }

    /** Replaces one letter by another of the three, so that the target occurs once more or once less. */
    @Override
    public Optional<int[]> flip(int[] input, RandomGenerator random) {
        int bar = bar(input);
        int target = input[bar + 1];
        int at = random.nextInt(1, bar);
        int[] letters = IntStream.range(1, bar)
                .map(position -> input[position])
                .distinct()
                .toArray();
        int other = letters[random.nextInt(letters.length)];
        if (other == input[at] || other != target && input[at] != target) {
            return Optional.empty();
        }
        int[] flipped = input.clone();
        flipped[at] = other;
        long count = targetCount(flipped);
        if (count < 1 || count > MOST) {
            return Optional.empty();
        }
        flipped[bar + 3] = VOCABULARY.encode(String.valueOf(count))[0];
        return Optional.of(flipped).filter(this::isWellFormed);
    }

    @Override
    public List<String> examples() {
        return List.of("vvzccvczvvvzvcvc|v:8", "aabbabcab|c:1", "xyzzyxxy|y:3");
    }
}
