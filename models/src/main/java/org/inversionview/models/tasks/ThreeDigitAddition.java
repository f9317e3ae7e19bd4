package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Sums of two three-digit numbers, {@code B615+861=1476E}: positions F1 F2 F3 + S1 S2 S3 = A1 A2 A3 A4.
 *
 * <p>Source: Huang et al. 2024, §4.3; the names of positions are the paper's.
 */
public final class ThreeDigitAddition implements Task {

    private static final Vocabulary VOCABULARY = Vocabulary.ofCharacters("0123456789B+=EP", 'B', 'E', 'P');
    private static final Pattern SUM = Pattern.compile("(\\d+)\\+(\\d+)(?:=(\\d*))?");
    private static final Pattern WHOLE = Pattern.compile("B(\\d{3})\\+(\\d{3})=(\\d{3,4})E");
    private static final int SMALLEST = 100;
    private static final int LARGEST = 999;
    private static final int EQUALS_SIGN = 8;
    private static final int PLUS = VOCABULARY.id("+");
    private static final int EQUALS = VOCABULARY.id("=");
    private static final int LONGEST = 14;

    @Override
    public String name() {
        return "addition";
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
        return sumOf(random.nextInt(SMALLEST, LARGEST + 1), random.nextInt(SMALLEST, LARGEST + 1));
    }

    /** All 810,000 sums. */
    @Override
    public Optional<Stream<int[]>> inputs() {
        return Optional.of(IntStream.rangeClosed(SMALLEST, LARGEST)
                .boxed()
                .flatMap(first -> IntStream.rangeClosed(SMALLEST, LARGEST).mapToObj(second -> sumOf(first, second))));
    }

    /** As {@link #sum}, without a text: who draws or enumerates has no time for it. */
    private static int[] sumOf(int first, int second) {
        int sum = first + second;
        int digits = sum < 1000 ? 3 : 4;
        int[] input = new int[10 + digits];
        input[0] = VOCABULARY.bos();
        write(first, input, 3);
        input[4] = PLUS;
        write(second, input, 7);
        input[EQUALS_SIGN] = EQUALS;
        write(sum, input, EQUALS_SIGN + digits);
        input[input.length - 1] = VOCABULARY.eos();
        return input;
    }

    /** Writes a number whose last digit has the given position; a digit's token is its value. */
    private static void write(int number, int[] input, int last) {
        int rest = number;
        for (int position = last; rest > 0; position--) {
            input[position] = rest % 10;
            rest /= 10;
        }
    }

    /** Returns the input {@code B first + second = sum E}; both operands from 100 to 999. */
    public int[] sum(int first, int second) {
        return VOCABULARY.encode("B%s+%s=%sE".formatted(operand(first), operand(second), first + second));
    }

    private static int operand(int value) {
        if (value < SMALLEST || value > LARGEST) {
            throw new InvalidRequestException(
                    "operand", value, "this task adds numbers from %s to %s".formatted(SMALLEST, LARGEST));
        }
        return value;
    }

    @Override
    public int[] parse(String text) {
        String body = text.strip();
        VOCABULARY.encode(body); // names a foreign character before anything else is said
        body = body.startsWith("B") ? body.substring(1) : body;
        body = body.endsWith("E") ? body.substring(0, body.length() - 1) : body;
        Matcher matcher = SUM.matcher(body);
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "it is no sum; write two numbers from 100 to 999 as in 615+861=1476, or 615+861= to have the answer filled in");
        }
        int first = operand(number(matcher.group(1)));
        int second = operand(number(matcher.group(2)));
        String answer = matcher.group(3);
        if (answer == null || answer.isEmpty()) {
            return sum(first, second);
        }
        if (answer.length() > 4) {
            throw new InvalidRequestException(
                    "input",
                    text,
                    "its answer %s has %s digits, and a sum has 3 or 4".formatted(answer, answer.length()));
        }
        return VOCABULARY.encode("B%s+%s=%sE".formatted(first, second, answer)); // without leading zeros
    }

    private static int number(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    @Override
    public int answerStart(int[] input) {
        return EQUALS_SIGN;
    }

    @Override
    public Map<String, Integer> namedPositions(int[] input) {
        Map<String, Integer> names = new LinkedHashMap<>();
        List<String> order = List.of("B", "F1", "F2", "F3", "+", "S1", "S2", "S3", "=", "A1", "A2", "A3", "A4");
        int last = input.length - (input[input.length - 1] == VOCABULARY.eos() ? 1 : 0);
        for (int position = 0; position < Math.min(last, order.size()); position++) {
            names.put(order.get(position), position);
        }
        return names;
    }

    /** The number of digits in the answer, as far as there are. */
    @Override
    public Optional<Object> shape(int[] input) {
        return Optional.of(Positions.last(this, input));
    }

    @Override
    public boolean isWellFormed(int[] input) {
        Matcher matcher = WHOLE.matcher(VOCABULARY.decode(input));
        return matcher.matches()
                && number(matcher.group(1)) >= SMALLEST
                && number(matcher.group(2)) >= SMALLEST
                && String.valueOf(number(matcher.group(1)) + number(matcher.group(2)))
                        .equals(matcher.group(3));
    }

    /**
     * Digits of the operands, pairs of digits in either order, the larger of both, sums of columns,
     * carries out of a column with those that come into it, answer and its length.
     */
    @Override
    public List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        for (int column = 1; column <= 3; column++) {
            int first = column;
            int second = column + 4;
            features.add(new Feature("F" + column, input -> input[first]));
            features.add(new Feature("S" + column, input -> input[second]));
            features.add(new Feature(
                    "F%s,S%s in either order".formatted(column, column), input -> pair(input[first], input[second])));
            String sum = "F%s+S%s".formatted(column, column);
            features.add(new Feature(
                    "larger of F%s,S%s".formatted(column, column), input -> Math.max(input[first], input[second])));
            features.add(new Feature(sum, input -> input[first] + input[second]));
            features.add(new Feature("carry of " + sum, input -> carry(input, first)));
        }
        features.add(new Feature("answer", input -> operandAt(input, 1) + operandAt(input, 5)));
        features.add(new Feature("digits of the answer", input -> carry(input, 1) + 3));
        return List.copyOf(features);
    }

    private static String pair(int one, int other) {
        return Math.min(one, other) + " and " + Math.max(one, other);
    }

    /** Returns 1 if the digits from a column to the last add up to more than they have room for, else 0. */
    private static int carry(int[] input, int column) {
        int carry = 0;
        for (int position = 3; position >= column; position--) {
            carry = (input[position] + input[position + 4] + carry) / 10;
        }
        return carry;
    }

    private static int operandAt(int[] input, int from) {
        return 100 * input[from] + 10 * input[from + 1] + input[from + 2];
    }

    @Override
    public List<String> examples() {
        return List.of("615+861=1476", "101+539=640", "920+878=1798");
    }
}
