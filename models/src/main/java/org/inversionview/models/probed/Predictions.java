package org.inversionview.models.probed;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.inversionview.models.tasks.Task;

/**
 * What a probed model expects after every token of an input.
 *
 * @param next by position, the likeliest tokens to follow, best first
 * @param actual by position, the probability of the token that really follows, from 0 to 1; NaN after the last, and where
 *     the model does not know that token
 */
public record Predictions(List<List<Likely>> next, List<Double> actual) {

    /** A token that may follow, and its probability from 0 to 1. */
    public record Likely(String token, double probability) {}

    public Predictions {
        next = next.stream().map(List::copyOf).toList();
        actual = List.copyOf(actual);
    }

    /**
     * Returns what a model expects.
     *
     * @param input BOS and EOS included
     * @param count how many tokens to list at each position, from 1
     */
    public static Predictions of(ProbedModel model, int[] input, int count) {
        float[][] logProbabilities = model.logProbabilities(input);
        return new Predictions(
                IntStream.range(0, input.length)
                        .mapToObj(position -> likeliest(model.task(), logProbabilities[position], count))
                        .toList(),
                IntStream.range(0, input.length)
                        .mapToObj(position -> actual(logProbabilities[position], input, position + 1))
                        .toList());
    }

    private static double actual(float[] logProbabilities, int[] input, int following) {
        return following < input.length && input[following] < logProbabilities.length
                ? Math.exp(logProbabilities[input[following]])
                : Double.NaN;
    }

    private static List<Likely> likeliest(Task task, float[] logProbabilities, int count) {
        Comparator<Integer> byProbability = Comparator.<Integer>comparingDouble(id -> logProbabilities[id])
                .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(byProbability); // the least likely of them first
        int tokens = Math.min(logProbabilities.length, task.vocabulary().size());
        for (int id = 0; id < tokens; id++) {
            best.add(id);
            if (best.size() > count) {
                best.remove();
            }
        }
        return best.stream()
                .sorted(byProbability.reversed())
                .map(id -> new Likely(task.vocabulary().token(id), Math.exp(logProbabilities[id])))
                .toList();
    }
}
