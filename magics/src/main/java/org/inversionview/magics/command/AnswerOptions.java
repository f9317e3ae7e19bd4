package org.inversionview.magics.command;

import java.util.SplittableRandom;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.Condition;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which output is read, and over which inputs it is averaged. */
final class AnswerOptions {

    private static final int INPUTS = 2000;

    @Option(
            names = "answer",
            paramLabel = "POS",
            completionCandidates = Candidates.PositionNames.class,
            description =
                    "position of the token whose prediction is read; without it the first of the answer; where an input ends and its contrast input goes on, the end is its answer")
    private @Nullable String answer;

    @Option(
            names = "where",
            defaultValue = "",
            paramLabel = "CONDITION",
            description =
                    "only such inputs: names of positions or features compared with = != < <= > >=, joined by &, as in \"A1=1 & F1<5\"")
    private String where = "";

    @Option(names = "n", defaultValue = "" + INPUTS, paramLabel = "N", description = "over how many inputs to average")
    private int inputs;

    @Option(names = "seed", defaultValue = "0", paramLabel = "N", description = "of all random choices")
    private long seed;

    /**
     * Returns the position that was named, or the task's first answer position.
     *
     * @throws IllegalArgumentException if no input of the task has the position
     */
    String position(Task task) {
        if (answer != null) {
            return Positions.require(task, answer);
        }
        return Positions.firstOfAnswer(task);
    }

    /** Returns the position that was named; empty where none was. */
    String given() {
        return answer == null ? "" : answer;
    }

    /** Returns the position where the answer is predicted, for messages. */
    String before(Task task) {
        int[] example = task.sample(new SplittableRandom(0));
        return Positions.name(task, example, task.answerStart(example));
    }

    /** Returns a position that contrast inputs may differ in, for messages. */
    String somePosition(Task task) {
        int[] example = task.sample(new SplittableRandom(0));
        return Positions.name(task, example, Math.max(1, task.answerStart(example) - 1));
    }

    /** Returns whether anything was said of the inputs to average over. */
    boolean isAboutInputs() {
        return !where.isEmpty() || inputs != INPUTS;
    }

    String where() {
        return where;
    }

    /** Returns the condition on inputs, which may be about the features that the session has added. */
    Condition condition(Session session) {
        return WhereOptions.of(session, where);
    }

    /**
     * Returns over how many inputs.
     *
     * @throws MagicException if fewer than one or too many
     */
    int inputs() {
        if (inputs < 1 || inputs > 1_000_000) {
            throw new MagicException("n=%s: from 1 to 1,000,000 inputs can be averaged over".formatted(inputs));
        }
        return inputs;
    }

    long seed() {
        return seed;
    }
}
