package org.inversionview.models.tasks;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Who is who in a sentence: the positions of the names, of which the subject's occurs twice.
 *
 * @param io of the indirect object
 * @param s1 of the subject, the first time
 * @param s2 the second time
 * @param end of the token before the answer
 */
record IoiRoles(int io, int s1, int s2, int end) {

    /** Returns the roles in an input in which a name occurs twice, and another once or more, before the answer. */
    static Optional<IoiRoles> of(int[] input, int end, Set<Integer> names) {
        int[] named = positions(end, position -> names.contains(input[position]));
        for (int second : named) {
            for (int first : named) {
                if (first < second && input[first] == input[second]) {
                    return Arrays.stream(named)
                            .filter(position -> input[position] != input[second])
                            .mapToObj(io -> new IoiRoles(io, first, second, end))
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the position of the token before the answer: the last but one where the last is a name that answers, that is,
     * after another occurred twice; else the last.
     */
    static int end(int[] input, int last, Set<Integer> names) {
        int[] before = Arrays.stream(positions(last - 1, position -> names.contains(input[position])))
                .map(position -> input[position])
                .toArray();
        boolean repeated = Arrays.stream(before).distinct().count() < before.length;
        return last > 1 && repeated && names.contains(input[last]) ? last - 1 : last;
    }

    private static int[] positions(int last, IntPredicate wanted) {
        return IntStream.rangeClosed(1, last).filter(wanted).toArray();
    }

    /** Returns the positions that are probed, in the order of the sentence. */
    int[] probed() {
        return IntStream.of(io, s1, s1 + 1, s2, end).distinct().sorted().toArray();
    }
}
