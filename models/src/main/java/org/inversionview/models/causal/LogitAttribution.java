package org.inversionview.models.causal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.probed.DirectLogits;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * Direct logit attribution of every component: in one query, and on average over inputs. See {@link DirectLogits}.
 *
 * @param query as text
 * @param answer name of the position that is predicted
 * @param right the query's token there
 * @param inputs how many were averaged over
 * @param asked how many were to be: more where it was interrupted
 * @param components in the order of the computation
 */
public record LogitAttribution(
        String query, String answer, String right, int inputs, int asked, List<Component> components) {

    /**
     * One component.
     *
     * @param name a site's short name, or {@link DirectLogits#BIASES}
     * @param average what it adds to the logit of the right answer, over the inputs; logits less their mean
     * @param rightAnswer what it adds to it in the query
     * @param raises the tokens whose logits it raises most in the query, most first
     * @param lowers the tokens whose logits it lowers most in the query, or raises least, most lowered first
     */
    public record Component(
            String name, Effect average, double rightAnswer, List<TokenLogit> raises, List<TokenLogit> lowers) {
        public Component {
            raises = List.copyOf(raises);
            lowers = List.copyOf(lowers);
        }
    }

    /** A token and what is added to its logit. */
    public record TokenLogit(String token, double logit) {}

    public LogitAttribution {
        components = List.copyOf(components);
    }

    /** Returns the attribution, as below, with the model's own runner. */
    public static LogitAttribution of(ProbedModel model, int[] query, String answer, List<int[]> inputs, int tokens) {
        return of(model, query, answer, inputs, tokens, model.runner());
    }

    /**
     * Returns the attribution; where the thread is interrupted, over the inputs that were done.
     *
     * @param query whose tokens are listed
     * @param answer position of the predicted token, in the query as in the inputs
     * @param inputs that are averaged over; all have the position
     * @param tokens how many raised and lowered tokens to list of each component
     * @param runner of the work on the inputs
     */
    public static LogitAttribution of(
            ProbedModel model, int[] query, String answer, List<int[]> inputs, int tokens, WorkRunner runner) {
        DirectLogits direct = new DirectLogits(model);
        List<String> names = direct.components();
        double[][] values = new double[names.size()][inputs.size()];
        int done = runner.inSmallSteps()
                .run(
                        inputs,
                        model.bytesOfRun(model.task().maxLength(), names.size()),
                        batch -> rightAnswers(direct, model, answer, batch.items()),
                        (batch, logits) -> keep(logits, values, batch.from()));
        int position = position(model, query, answer);
        float[][] own = direct.of(query, position - 1);
        int right = query[position];
        List<Component> components = IntStream.range(0, values.length)
                .mapToObj(i -> new Component(
                        names.get(i),
                        Effect.of(Arrays.copyOf(values[i], done)),
                        own[i][right],
                        highest(model, own[i], 1, tokens),
                        highest(model, own[i], -1, tokens)))
                .toList();
        return new LogitAttribution(
                model.task().vocabulary().decode(query),
                Positions.name(model.task(), query, position),
                model.task().vocabulary().token(right),
                done,
                inputs.size(),
                components);
    }

    /** What each component adds to the logit of each input's right answer: [component][input]. */
    private static float[][] rightAnswers(DirectLogits direct, ProbedModel model, String answer, List<int[]> inputs) {
        int[] at = inputs.stream()
                .mapToInt(input -> position(model, input, answer))
                .toArray();
        int[] right = IntStream.range(0, at.length)
                .map(row -> inputs.get(row)[at[row]])
                .toArray();
        return direct.of(inputs, before(at), right);
    }

    private static void keep(float[][] logits, double[][] values, int from) {
        for (int component = 0; component < values.length; component++) {
            for (int row = 0; row < logits[component].length; row++) {
                values[component][from + row] = logits[component][row];
            }
        }
    }

    private static int position(ProbedModel model, int[] input, String answer) {
        int position = Positions.resolve(model.task(), input, answer);
        if (position < 1) {
            throw new InvalidRequestException("answer position", answer, "nothing comes before position 0");
        }
        return position;
    }

    private static int[] before(int[] positions) {
        return IntStream.of(positions).map(position -> position - 1).toArray();
    }

    /** The tokens whose logits, times the sign, are highest. */
    private static List<TokenLogit> highest(ProbedModel model, float[] logits, int sign, int count) {
        int known = Math.min(model.task().vocabulary().size(), logits.length);
        double[] signed = IntStream.range(0, known)
                .mapToDouble(token -> sign * logits[token])
                .toArray();
        double[] sorted = signed.clone();
        Arrays.sort(sorted);
        double least = sorted[Math.max(0, known - count)];
        return IntStream.range(0, known)
                .filter(token -> signed[token] >= least)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer token) -> signed[token])
                        .reversed())
                .limit(count)
                .map(token -> new TokenLogit(model.task().vocabulary().token(token), logits[token]))
                .toList();
    }
}
