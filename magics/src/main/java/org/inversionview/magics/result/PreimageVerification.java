package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.chart.IntervalBars;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.causal.PreimageCheck;
import org.inversionview.models.inversion.Provenance;
import org.knowm.xchart.CategoryChart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %verify preimage} returns: whether activations of samples inside ε leave the output, and near misses move it.
 *
 * @param check every number
 * @param provenance model, weights, device and versions
 */
public record PreimageVerification(PreimageCheck check, Provenance provenance) implements Verification {

    /** A group of donors under its name. */
    private record Named(String name, PreimageCheck.Group group) {}

    private List<Named> groups() {
        return List.of(
                new Named("inside ε", check.inside()),
                new Named("near misses", check.outside()),
                new Named("random inputs", check.random()));
    }

    /** Returns a row a group: how many, how often the likeliest token changes, how far the distribution moves in nats. */
    @Override
    public Table table() {
        List<Named> groups = groups();
        return Table.create(
                "preimage check",
                Columns.texts("activation taken from", groups, Named::name),
                IntColumn.create(
                        "samples",
                        groups.stream().mapToInt(one -> one.group().samples()).toArray()),
                Columns.numbers(
                        "output changes", groups, one -> one.group().changed().value()),
                Columns.numbers(
                        "changes low", groups, one -> one.group().changed().low()),
                Columns.numbers(
                        "changes high", groups, one -> one.group().changed().high()),
                Columns.numbers("KL", groups, one -> one.group().divergence().mean()),
                Columns.numbers(
                        "KL low", groups, one -> one.group().divergence().low()),
                Columns.numbers(
                        "KL high", groups, one -> one.group().divergence().high()));
    }

    /** Returns how far the output moves for each group, in nats. */
    @Override
    public CategoryChart chart() {
        return Bars.ofEffects(
                        new IntervalBars("KL of the output, nats"),
                        "KL",
                        groups(),
                        Named::name,
                        named -> named.group().divergence())
                .chart();
    }

    @Override
    public Page page() {
        return Page.titled("Causal test of the preimage of %s at %s of %s"
                        .formatted(check.site(), check.position(), check.query()))
                .line(verdict())
                .line(String.format(
                        Locale.ROOT,
                        "Output: the token at %s, predicted %s with probability %.3f. The query activation is replaced by those of the"
                                + " samples at their matched positions.",
                        check.answer(),
                        check.predicted(),
                        check.probability()))
                .line(interrupted())
                .and(Grid.of(table()))
                .note(
                        "KL: divergence of the output’s distribution from that of the clean run, in nats, with its 95 % bootstrap interval."
                                + " near misses: the closest samples outside ε. random inputs: at the same position, the most that can be expected.")
                .and(new Figure(chart(), "How far the output moves for each group"));
    }

    private String interrupted() {
        return groups().stream()
                .filter(one -> one.group().samples() < one.group().asked())
                .map(one -> String.format(
                        Locale.ROOT,
                        "⚠ Interrupted: %,d of %,d %s were tested.",
                        one.group().samples(),
                        one.group().asked(),
                        one.name()))
                .collect(Collectors.joining(" "));
    }

    /** Says in one line what the test means for the reading. */
    public String verdict() {
        return switch (check.verdict()) {
            case CONFIRMED ->
                "Confirmed: inside ε the output stays (KL %s), for near misses it moves (KL %s). What only the samples inside share is what the model uses."
                        .formatted(nats(check.inside()), nats(check.outside()));
            case NEAR_MISSES_HOLD ->
                "Inside ε the output stays (KL %s), as it does for near misses (KL %s): what tells these apart is not used for this output. Random inputs move it by %s."
                        .formatted(nats(check.inside()), nats(check.outside()), nats(check.random()));
            case NO_NEAR_MISSES ->
                "Inside ε the output stays (KL %s), but no sample lies outside: there are no near misses to compare with. Random inputs move it by %s."
                        .formatted(nats(check.inside()), nats(check.random()));
            case INSIDE_MOVES ->
                "Not confirmed: even inside ε the output moves (KL %s; random inputs %s). The samples inside do not share all that the model uses: lower eps=."
                        .formatted(nats(check.inside()), nats(check.random()));
            case NO_EFFECT ->
                "This output does not depend on the activation: not even random inputs move it (KL %s). Ask about another answer=, or another activation."
                        .formatted(nats(check.random()));
            case INTERRUPTED -> "Interrupted before all were tested: nothing can be said yet.";
            case EMPTY -> "Nothing to test: no sample lies inside ε. Raise n= or eps= of %inspect.";
        };
    }

    private static String nats(PreimageCheck.Group group) {
        return group.samples() == 0
                ? "of none"
                : Numbers.measured(group.divergence().mean());
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(provenance);
    }

    @Override
    public String schema() {
        return "inversionview/preimage-check/1";
    }

    @Override
    public String toString() {
        return page().text();
    }
}
