package org.inversionview.magics.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A query input with its token ruler and the model's prediction after every token.
 *
 * @param text the whole input, BOS and EOS included
 * @param tokens one entry a token
 * @param wellFormed whether it is an input of the task with the right answer
 */
public record QueryView(String text, List<Token> tokens, boolean wellFormed) implements View {

    public static final String SCHEMA = "inversionview/query/1";
    private static final int MOST_LIKELY = 3;

    /**
     * A token of the query.
     *
     * @param position from 0 = BOS
     * @param negative counted from the last token before EOS; 0 for EOS, which has none
     * @param name the task's name of the position, or empty
     * @param next the likeliest tokens to follow, best first
     * @param actual probability of the token that really follows, from 0 to 1; NaN after the last
     */
    public record Token(String text, int position, int negative, String name, List<Prediction> next, double actual) {
        public Token {
            next = List.copyOf(next);
        }
    }

    /** A token that may follow, and its probability. */
    public record Prediction(String token, double probability) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.2f", token.isBlank() ? token : token.strip(), probability);
        }
    }

    public QueryView {
        tokens = List.copyOf(tokens);
    }

    /** Returns the view of an input. */
    public static QueryView of(ProbedModel model, int[] input) {
        Task task = model.task();
        float[][] logProbabilities = model.logProbabilities(input);
        int last = Positions.last(task, input);
        List<Token> tokens = new ArrayList<>();
        for (int position = 0; position < input.length; position++) {
            float[] row = logProbabilities[position];
            boolean followed = position + 1 < input.length;
            String name = Positions.name(task, input, position);
            tokens.add(new Token(
                    task.vocabulary().token(input[position]),
                    position,
                    position > last ? 0 : position - last - 1,
                    name.equals(String.valueOf(position)) ? "" : name,
                    likeliest(task, row),
                    followed && input[position + 1] < row.length ? Math.exp(row[input[position + 1]]) : Double.NaN));
        }
        return new QueryView(task.vocabulary().decode(input), tokens, task.isWellFormed(input));
    }

    private static List<Prediction> likeliest(Task task, float[] logProbabilities) {
        int[] best = IntStream.generate(() -> -1).limit(MOST_LIKELY).toArray(); // likeliest first
        int tokens = Math.min(logProbabilities.length, task.vocabulary().size());
        for (int id = 0; id < tokens; id++) {
            int place = best.length;
            while (place > 0 && (best[place - 1] < 0 || logProbabilities[best[place - 1]] < logProbabilities[id])) {
                place--;
            }
            if (place < best.length) {
                System.arraycopy(best, place, best, place + 1, best.length - place - 1);
                best[place] = id;
            }
        }
        return IntStream.of(best)
                .filter(id -> id >= 0)
                .mapToObj(id -> new Prediction(task.vocabulary().token(id), Math.exp(logProbabilities[id])))
                .toList();
    }

    /** Returns the ruler: columns token, pos, from the end, name, the model's likeliest next tokens, p(actual next). */
    public Table table() {
        return Table.create(
                "query",
                StringColumn.create("token", tokens.stream().map(Token::text)),
                IntColumn.create(
                        "pos", tokens.stream().mapToInt(Token::position).toArray()),
                StringColumn.create(
                        "from the end",
                        tokens.stream().map(t -> t.negative() == 0 ? "" : String.valueOf(t.negative()))),
                StringColumn.create("name", tokens.stream().map(Token::name)),
                StringColumn.create(
                        "the model expects next",
                        tokens.stream()
                                .map(t -> t.next().stream()
                                        .map(Prediction::toString)
                                        .collect(Collectors.joining(", ")))),
                StringColumn.create(
                        "p(actual next)",
                        tokens.stream()
                                .map(t -> Double.isNaN(t.actual())
                                        ? ""
                                        : String.format(Locale.ROOT, "%.3f", t.actual()))));
    }

    @Override
    public MimeBundle bundle() {
        String line =
                wellFormed ? "" : "Not an input of the task: its answer is wrong. It can be asked about all the same.";
        List<String> lines = line.isEmpty() ? List.of() : List.of(line);
        return new Page("Query " + text, lines, table(), "pos= takes any of the three forms.").bundle(SCHEMA, this);
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
