package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;

/**
 * A condition on inputs as a user writes it: comparisons of named positions or features with tokens or with each other,
 * joined by {@code &}, as in {@code A1=1 & F1!=S1}.
 */
public final class Condition implements Predicate<int[]> {

    private static final Pattern COMPARISON = Pattern.compile("(.+?)\\s*(!=|<=|>=|≠|≤|≥|=|<|>)\\s*(.+)");
    private static final int SAMPLES = 200;

    private final Task task;
    private final List<Feature> features;
    private final List<Comparison> comparisons;

    private record Comparison(String left, String operator, String right) {}

    private Condition(Task task, List<Feature> features, List<Comparison> comparisons) {
        this.task = task;
        this.features = features;
        this.comparisons = comparisons;
    }

    /** Returns the condition that the text means on the task's own features; see below. */
    public static Condition parse(Task task, String text) {
        return parse(task, task.features(), text);
    }

    /**
     * Returns the condition that the text means.
     *
     * @param features that it may be about; those of positions are left out
     * @param text may be empty: then every input meets it
     * @throws InvalidRequestException saying what is wrong with the text and what is allowed
     */
    public static Condition parse(Task task, List<Feature> features, String text) {
        List<Feature> ofInputs =
                features.stream().filter(feature -> !feature.ofPosition()).toList();
        List<Comparison> comparisons = new ArrayList<>();
        if (!text.isBlank()) {
            for (String part : text.split("&", -1)) {
                comparisons.add(comparison(task, ofInputs, part.strip()));
            }
        }
        return new Condition(task, ofInputs, comparisons);
    }

    private static Comparison comparison(Task task, List<Feature> features, String text) {
        Matcher matcher = COMPARISON.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "condition",
                    text,
                    "write NAME=TOKEN with one of = != < <= > >=, several joined by &, as in A1=1 & F1<5");
        }
        String left = matcher.group(1);
        String right = matcher.group(3);
        Set<String> positions = positions(task);
        Set<String> known = new LinkedHashSet<>(positions);
        features.forEach(feature -> known.add(feature.name()));
        if (!known.contains(left) && !isNumber(left)) {
            throw new InvalidRequestException(
                    "condition",
                    text,
                    "inputs of %s have no '%s'; there is %s".formatted(task.name(), left, String.join(", ", known)));
        }
        boolean ofPosition = positions.contains(left) || isNumber(left); // a feature of another name may have any value
        if (ofPosition && !known.contains(right) && !isNumber(right) && !isToken(task, right)) {
            throw new InvalidRequestException(
                    "condition",
                    text,
                    "'%s' is no token of %s and no name of its inputs; there is %s"
                            .formatted(right, task.name(), String.join(", ", known)));
        }
        return new Comparison(left, matcher.group(2), right);
    }

    private static boolean isToken(Task task, String text) {
        return IntStream.range(0, task.vocabulary().size())
                .anyMatch(id -> task.vocabulary().token(id).strip().equals(text));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,4}");
    }

    /** Returns the names of positions, sorted. */
    private static Set<String> positions(Task task) {
        Set<String> names = new TreeSet<>();
        RandomGenerator random = new SplittableRandom(0);
        for (int i = 0; i < SAMPLES; i++) {
            names.addAll(task.namedPositions(task.sample(random)).keySet());
        }
        return names;
    }

    @Override
    public boolean test(int[] input) {
        return comparisons.stream().allMatch(comparison -> holds(comparison, input));
    }

    private boolean holds(Comparison comparison, int[] input) {
        Optional<String> left = value(comparison.left, input);
        if (left.isEmpty()) {
            return false; // an input without the position does not meet a condition on it
        }
        // a digit on the right is the token, not the position of that number
        String right = isNumber(comparison.right)
                ? comparison.right
                : value(comparison.right, input).orElse(comparison.right);
        int order = compare(left.get(), right);
        return switch (comparison.operator) {
            case "=" -> order == 0;
            case "!=", "≠" -> order != 0;
            case "<" -> order < 0;
            case "<=", "≤" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** Numbers are compared as numbers, all else as text. */
    private static int compare(String left, String right) {
        return isNumber(left) && isNumber(right)
                ? Integer.compare(Integer.parseInt(left), Integer.parseInt(right))
                : left.compareTo(right);
    }

    private Optional<String> value(String name, int[] input) {
        for (Feature feature : features) {
            if (feature.name().equals(name)) {
                return Optional.of(
                        String.valueOf(feature.of(new NamedInput(task, input))).strip());
            }
        }
        OptionalInt position = Positions.find(task, input, name);
        return position.isPresent()
                ? Optional.of(
                        task.vocabulary().token(input[position.getAsInt()]).strip())
                : Optional.empty();
    }
}
