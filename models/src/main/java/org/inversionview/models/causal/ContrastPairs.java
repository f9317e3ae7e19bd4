package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Draws inputs and their contrast inputs.
 *
 * @param task whose inputs
 * @param answer position of the answer token that must differ within a pair
 * @param contrast makes the contrast inputs
 * @param originals which inputs are admitted
 * @param contrasts which contrast inputs are admitted
 */
public record ContrastPairs(
        Task task, String answer, Contrast contrast, Predicate<int[]> originals, Predicate<int[]> contrasts) {

    private static final int CONTRASTS_AN_INPUT = 50;
    private static final int INPUTS_A_PAIR = 100;
    private static final int INPUTS_AT_LEAST = 2000;

    /**
     * Returns pairs whose answer tokens differ.
     *
     * <p>For every input, contrast inputs are drawn until one has another answer: the inputs keep the task's distribution.
     *
     * @param count how many, from 1
     * @throws InvalidRequestException if too few are found
     * @throws CancellationException if the thread is interrupted
     */
    public List<ContrastPair> draw(int count, long seed) {
        if (count < 1) {
            throw new InvalidRequestException("number of inputs", count, "at least one is needed");
        }
        RandomGenerator random = new SplittableRandom(seed);
        List<ContrastPair> pairs = new ArrayList<>();
        long draws = Math.max(INPUTS_AT_LEAST, (long) INPUTS_A_PAIR * count);
        for (long draw = 0; draw < draws && pairs.size() < count; draw++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException(
                        String.format(Locale.ROOT, "interrupted after %,d of %,d pairs", pairs.size(), count));
            }
            int[] original = task.sample(random);
            if (originals.test(original)) {
                pair(original, random).ifPresent(pairs::add);
            }
        }
        if (pairs.size() < count) {
            throw new InvalidRequestException(
                    "number of inputs",
                    count,
                    String.format(
                            Locale.ROOT,
                            "%s pairs were found in %,d inputs drawn: too few meet the conditions and have a contrast with another %s; loosen the conditions, change other positions, or ask for fewer",
                            pairs.size(),
                            draws,
                            answer));
        }
        return pairs;
    }

    /**
     * Returns a pair of each of some inputs, whose answer tokens differ.
     *
     * @throws InvalidRequestException if an input has no contrast with another answer
     */
    public List<ContrastPair> of(List<int[]> inputs, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        return inputs.stream()
                .map(input -> pair(input, random)
                        .orElseThrow(() -> new InvalidRequestException(
                                "input",
                                new NamedInput(task, input).text(),
                                "it has no contrast with another %s: change other positions".formatted(answer))))
                .toList();
    }

    private Optional<ContrastPair> pair(int[] original, RandomGenerator random) {
        for (int draw = 0; draw < CONTRASTS_AN_INPUT; draw++) {
            Optional<ContrastPair> pair = contrast.of(original, random)
                    .filter(contrasts)
                    .map(other -> new ContrastPair(original, other))
                    .filter(this::answersDiffer);
            if (pair.isPresent()) {
                return pair;
            }
        }
        return Optional.empty();
    }

    private boolean answersDiffer(ContrastPair pair) {
        Optional<Integer> one = token(pair.original());
        Optional<Integer> other = token(pair.contrast());
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private Optional<Integer> token(int[] input) {
        OptionalInt position = Positions.find(task, input, answer);
        return position.isPresent() ? Optional.of(input[position.getAsInt()]) : Optional.empty();
    }
}
