package org.inversionview.models.inversion;

import java.util.List;

/**
 * One distinct input that a source found, run through the probed model.
 *
 * @param text the whole input, BOS and EOS included
 * @param tokens its tokens
 * @param sources where it came from; empty where a user gave it
 * @param count how often it was found
 * @param distance D, at the matched position; infinite where the sample has no admitted position
 * @param matchedPosition where D is attained, 0 = BOS; −1 where there is none
 * @param matchedName the task's name of that position in this sample, its number where it has none; empty where there is
 *     no position
 * @param inside whether D ≤ ε
 * @param wellFormed whether it is an input of the task with the right answer, or of a corpus, where any text is
 * @param distances the distance at every position; NaN at EOS
 * @param probabilityDifferences by token, p(token | z, s, prefix) − p(token | z of BOS, s, prefix), from −1 to 1; 0 for
 *     BOS; empty where it was not computed (see {@link EpsilonPreimage#shown})
 */
public record Sample(
        String text,
        List<String> tokens,
        List<Source> sources,
        int count,
        double distance,
        int matchedPosition,
        String matchedName,
        boolean inside,
        boolean wellFormed,
        List<Double> distances,
        List<Double> probabilityDifferences) {

    public Sample {
        tokens = List.copyOf(tokens);
        sources = List.copyOf(sources);
        distances = List.copyOf(distances);
        probabilityDifferences = List.copyOf(probabilityDifferences);
    }

    /** Returns the same with another ε. */
    Sample within(double epsilon) {
        return new Sample(
                text,
                tokens,
                sources,
                count,
                distance,
                matchedPosition,
                matchedName,
                distance <= epsilon,
                wellFormed,
                distances,
                probabilityDifferences);
    }
}
