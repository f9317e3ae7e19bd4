package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/**
 * A task of short texts: a prompt that ends with a separator, and the answer that follows from it.
 *
 * <p>A complete one, which reverses a word of four letters:
 *
 * <pre>{@code
 * Task reverse = new TextTask(
 *         "reverse",
 *         "abcdef",
 *         '>',
 *         4,
 *         random -> random.ints(4, 0, 6).mapToObj(i -> "abcdef".substring(i, i + 1)).reduce("", String::concat),
 *         prompt -> new StringBuilder(prompt).reverse().toString());
 * Tasks.register(reverse);
 * reverse.parse("abcd>"); // the tokens of abcd>dcba
 * }</pre>
 *
 * <p>Every character is a token, the specials are B (BOS), E (EOS) and P (pad), which texts cannot contain. Positions have
 * the names P1, P2 … for the prompt, the separator itself, and A1, A2 … for the answer.
 */
public final class TextTask implements Task {

    private static final String SPECIALS = "BEP";

    private final String name;
    private final Vocabulary vocabulary;
    private final String characters;
    private final char separator;
    private final int longest;
    private final Function<RandomGenerator, String> prompt;
    private final UnaryOperator<String> answer;
    private final List<String> prompts; // all there are, or empty where nobody listed them

    /**
     * Defines a task.
     *
     * @param name letters, digits and hyphens
     * @param characters that prompts and answers consist of, each once
     * @param separator between prompt and answer, none of the characters
     * @param longest characters of the longest prompt or answer, from 1
     * @param prompt draws a prompt, without the separator
     * @param answer to a prompt; it is asked for prompts that users and decoders make up too, and may throw
     *     {@link IllegalArgumentException} for one that has no answer
     */
    public TextTask(
            String name,
            String characters,
            char separator,
            int longest,
            Function<RandomGenerator, String> prompt,
            UnaryOperator<String> answer) {
        this(name, characters, separator, longest, prompt, answer, List.of());
    }

    private TextTask(
            String name,
            String characters,
            char separator,
            int longest,
            Function<RandomGenerator, String> prompt,
            UnaryOperator<String> answer,
            List<String> prompts) {
        this.name = name;
        String all = characters + separator + SPECIALS;
        if (characters.isEmpty() || all.chars().distinct().count() != all.length()) {
            throw new InvalidRequestException(
                    "characters",
                    characters + separator,
                    "each character once, the separator at the end too, at least one beside it, and none of B E P");
        }
        if (longest < 1) {
            throw new InvalidRequestException("longest prompt or answer", longest, "at least 1 character");
        }
        this.vocabulary = Vocabulary.ofCharacters(all, 'B', 'E', 'P');
        this.separator = separator;
        this.longest = longest;
        this.prompt = prompt;
        this.answer = answer;
        this.characters = characters;
        this.prompts = List.copyOf(prompts);
    }

    /**
     * Returns the same task, whose inputs are listed, so that exact preimages can be asked for.
     *
     * @param all prompts that are drawn, each once; they are equally likely
     */
    public TextTask listing(List<String> all) {
        return new TextTask(name, characters, separator, longest, prompt, answer, all);
    }

    @Override
    public Optional<Stream<int[]>> inputs() {
        return prompts.isEmpty()
                ? Optional.empty()
                : Optional.of(prompts.stream().map(this::answered));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** BOS, prompt, separator, answer, EOS. */
    @Override
    public int maxLength() {
        return 2 * longest + 3;
    }

    @Override
    public int[] sample(RandomGenerator random) {
        return answered(prompt.apply(random));
    }

    private int[] answered(String question) {
        try {
            return input(question, answer.apply(question));
        } catch (InvalidRequestException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), "the task has no answer to it");
            throw new InvalidRequestException("prompt", question, reason, e);
        }
    }

    private int[] input(String question, String reply) {
        if (question.length() > longest || reply.length() > longest) {
            throw new InvalidRequestException(
                    "input",
                    question + separator + reply,
                    "prompt and answer have at most %s characters each".formatted(longest));
        }
        return vocabulary.encode("B" + question + separator + reply + "E");
    }

    @Override
    public int answerStart(int[] input) {
        int separated = vocabulary.id(String.valueOf(separator));
        for (int position = 0; position < input.length; position++) {
            if (input[position] == separated) {
                return position;
            }
        }
        return Positions.last(this, input);
    }

    @Override
    public int[] parse(String text) {
        String body = vocabulary.decode(vocabulary.withoutEnds(vocabulary.read(text)));
        int at = body.indexOf(separator);
        if (at < 0) {
            return answered(body);
        }
        String question = body.substring(0, at);
        String reply = body.substring(at + 1);
        return reply.isEmpty() ? answered(question) : input(question, reply);
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        Map<String, Integer> names = new LinkedHashMap<>();
        int separated = answerStart(input);
        for (int position = 1; position <= Positions.last(this, input); position++) {
            if (position == separated) {
                names.put(String.valueOf(separator), position);
            } else {
                names.put(position < separated ? "P" + position : "A" + (position - separated), position);
            }
        }
        return names;
    }

    /** How long prompt and answer are. */
    @Override
    public Optional<Object> shape(int[] input) {
        return Optional.of(List.of(answerStart(input), Positions.last(this, input)));
    }

    @Override
    public boolean isWellFormed(int[] input) {
        String text = vocabulary.decode(input);
        int at = text.indexOf(separator);
        if (at < 2 || !text.startsWith("B") || !text.endsWith("E")) {
            return false;
        }
        String question = text.substring(1, at);
        String reply = text.substring(at + 1, text.length() - 1);
        try {
            return question.chars().noneMatch(c -> SPECIALS.indexOf(c) >= 0)
                    && answer.apply(question).equals(reply);
        } catch (IllegalArgumentException e) {
            return false; // the task has no answer to what a decoder made up
        }
    }

    @Override
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>(List.of(
                new Feature("prompt", input -> text(input, 1, answerStart(input))),
                new Feature("answer", input -> text(input, answerStart(input) + 1, Positions.last(this, input) + 1)),
                new Feature("length", input -> answerStart(input) - 1)));
        TextFeatures.all().stream()
                .filter(feature -> !feature.name().equals("length"))
                .forEach(features::add);
        return List.copyOf(features);
    }

    private String text(int[] input, int from, int to) {
        return vocabulary.decode(Arrays.copyOfRange(input, from, Math.max(from, to)));
    }
}
