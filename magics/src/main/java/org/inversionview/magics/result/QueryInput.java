package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.Predictions;
import org.inversionview.models.probed.Predictions.Likely;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %query} returns: the query input with its token ruler and the model's prediction after every token.
 *
 * @param text the whole input, BOS and EOS included
 * @param tokens one entry a token
 * @param wellFormed whether it is an input of the task with the right answer
 * @param provenance model, weights, device and versions; older files do not say it
 */
public record QueryInput(String text, List<Token> tokens, boolean wellFormed, Optional<Provenance> provenance)
        implements Result {

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
    public record Token(String text, int position, int negative, String name, List<Likely> next, double actual) {

        public Token {
            next = List.copyOf(next);
        }
    }

    public QueryInput {
        tokens = List.copyOf(tokens);
    }

    /** Returns an input with what a model expects after each of its tokens. */
    public static QueryInput of(LoadedModel loaded, int[] input) {
        ProbedModel model = loaded.probed();
        Task task = model.task();
        Predictions predictions = Predictions.of(model, input, MOST_LIKELY);
        int last = Positions.last(task, input);
        List<Token> tokens = new ArrayList<>();
        for (int position = 0; position < input.length; position++) {
            String name = Positions.name(task, input, position);
            tokens.add(new Token(
                    task.vocabulary().token(input[position]),
                    position,
                    position > last ? 0 : position - last - 1,
                    name.equals(String.valueOf(position)) ? "" : name,
                    predictions.next().get(position),
                    predictions.actual().get(position)));
        }
        return new QueryInput(
                task.vocabulary().decode(input), tokens, task.isWellFormed(input), Optional.of(loaded.provenance()));
    }

    /** Returns the ruler: columns token, pos, from the end, name, the model's likeliest next tokens, p(actual next). */
    @Override
    public Table table() {
        return Table.create(
                "query",
                Columns.texts("token", tokens, Token::text),
                IntColumn.create(
                        "pos", tokens.stream().mapToInt(Token::position).toArray()),
                Columns.texts("from the end", tokens, t -> t.negative() == 0 ? "" : String.valueOf(t.negative())),
                Columns.texts("name", tokens, Token::name),
                Columns.texts("the model expects next", tokens, t -> words(t.next())),
                Columns.texts(
                        "p(actual next)", tokens, t -> Double.isNaN(t.actual()) ? "" : Numbers.measured(t.actual())));
    }

    private static String words(List<Likely> next) {
        return next.stream()
                .map(one -> String.format(
                        Locale.ROOT,
                        "%s %.2f",
                        one.token().isBlank() ? one.token() : one.token().strip(),
                        one.probability()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public Page page() {
        return Page.titled("Query " + text)
                .line(
                        wellFormed
                                ? ""
                                : "Not an input of the task: its answer is wrong. It can be asked about all the same.")
                .and(Grid.of(table()))
                .note("pos= takes any of the three forms.");
    }

    @Override
    public Optional<Provenance> origin() {
        return provenance;
    }

    @Override
    public String schema() {
        return "inversionview/query/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
