package org.inversionview.models.causal;

import java.util.Optional;
import java.util.OptionalInt;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.tokens.Vocabulary;

/**
 * Where the answers of a pair stand. Where one input ends and the other goes on, the end is its answer, like any other token.
 *
 * @param original position in the original input
 * @param contrast position in the contrast input
 */
record PairedAnswer(int original, int contrast) {

    /** Returns where they are; nothing where neither input has such a position, or one has and the other does not end there. */
    static Optional<PairedAnswer> of(Task task, ContrastPair pair, String answer) {
        int[] one = pair.original();
        int[] other = pair.contrast();
        OptionalInt own = Positions.find(task, one, answer);
        OptionalInt others = Positions.find(task, other, answer);
        if (own.isEmpty() && others.isEmpty()) {
            return Optional.empty();
        }
        int original = own.orElseGet(() -> end(task, one, other, others.getAsInt()));
        int contrast = others.orElseGet(() -> end(task, other, one, original));
        return original < 0 || contrast < 0 ? Optional.empty() : Optional.of(new PairedAnswer(original, contrast));
    }

    /** Returns the last position of an input that ends where the longer one has the given position; -1 if it does not. */
    private static int end(Task task, int[] input, int[] longer, int position) {
        Vocabulary vocabulary = task.vocabulary();
        int end = task.answerStart(input) + position - task.answerStart(longer);
        boolean known = vocabulary.eos() < vocabulary.known();
        return known && end == input.length - 1 && input[end] == vocabulary.eos() ? end : -1;
    }

    /** As above, of a pair that was drawn to have it. */
    static PairedAnswer require(Task task, ContrastPair pair, String answer) {
        return of(task, pair, answer)
                .orElseGet(() -> new PairedAnswer(
                        Positions.resolve(task, pair.original(), answer),
                        Positions.resolve(task, pair.contrast(), answer)));
    }

    int originalToken(ContrastPair pair) {
        return pair.original()[original];
    }

    int contrastToken(ContrastPair pair) {
        return pair.contrast()[contrast];
    }
}
