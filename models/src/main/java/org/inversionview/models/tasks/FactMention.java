package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where an input mentions a subject.
 *
 * @param subject that is mentioned
 * @param first position of its first token
 * @param last position of its last token
 */
record FactMention(FactSubject subject, int first, int last) {

    /** Stands for the subject in a skeleton: no token's id. */
    static final int SLOT = -1;

    /** Returns how many tokens the subject has. */
    int length() {
        return last - first + 1;
    }

    /** Returns the input's tokens from position 1 up to one, with the subject as one slot. */
    List<Integer> skeleton(int[] input, int to) {
        List<Integer> skeleton = new ArrayList<>();
        IntStream.range(1, first).forEach(position -> skeleton.add(input[position]));
        skeleton.add(SLOT);
        IntStream.rangeClosed(last + 1, to).forEach(position -> skeleton.add(input[position]));
        return skeleton;
    }
}
