package org.inversionview.magics.command;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.PatchingQuestion;
import org.inversionview.magics.result.PatchingQuestion.Kind;
import org.inversionview.magics.session.Session;
import org.inversionview.models.causal.Contrast;
import org.inversionview.models.causal.ContrastPair;
import org.inversionview.models.causal.ContrastPairs;
import org.inversionview.models.tasks.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which inputs are patched with which contrast inputs, and where the output is read. */
final class PatchingOptions {

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Option(
            names = "change",
            paramLabel = "POS,…",
            completionCandidates = Candidates.PositionList.class,
            description = "positions that differ in the contrast inputs, such as F1,S1; the answer is completed anew")
    private @Nullable String change;

    @Option(
            names = "contrast",
            description =
                    "how contrast inputs are made: other tokens at change=, another random input, or the smallest change that the task knows")
    private @Nullable Kind contrast;

    AnswerOptions answer() {
        return answer;
    }

    /** Returns whether anything was said of inputs and their contrasts. */
    boolean isAboutInputs() {
        return change != null || contrast != null || answer.isAboutInputs();
    }

    /** Returns the pairs that were asked for. */
    List<ContrastPair> pairs(Session session) {
        Task task = session.requireModel().probed().task();
        PatchingQuestion question = question(task);
        Contrast made = switch (question.contrast()) {
            case CHANGE -> Contrast.changing(task, question.change());
            case RANDOM -> Contrast.random(task);
            case FLIP -> Contrast.flipping(task);
        };
        Predicate<int[]> where = answer.condition(session);
        return new ContrastPairs(task, question.answer(), made, where, where).draw(question.inputs(), question.seed());
    }

    /** Returns what was asked, with defaults filled in. */
    PatchingQuestion question(Task task) {
        Kind kind = contrast != null ? contrast : Kind.CHANGE;
        if (change == null && kind == Kind.CHANGE) {
            throw new MagicException("what differs in the contrast inputs? Add change=%s, or contrast=random"
                    .formatted(answer.somePosition(task)));
        }
        if (change != null && kind != Kind.CHANGE) {
            throw new MagicException(
                    "change=%s goes with contrast=change, not with contrast=%s".formatted(change, kind));
        }
        List<String> changed = change == null
                ? List.of()
                : Arrays.stream(change.split(",")).map(String::strip).toList();
        return new PatchingQuestion(
                answer.position(task), kind, changed, answer.where(), answer.inputs(), answer.seed());
    }
}
