package org.inversionview.magics.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.inversionview.magics.chart.DialChart;
import org.inversionview.magics.view.Cell;
import org.inversionview.magics.view.Columns;
import org.inversionview.magics.view.Figure;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Json;
import org.inversionview.magics.view.Numbers;
import org.inversionview.magics.view.Page;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.reading.EpsilonCurve.Point;
import org.inversionview.models.reading.Explanation;
import org.inversionview.models.reading.MachineGuess;
import org.inversionview.models.reading.MachineReading;
import org.inversionview.models.reading.Prompt;
import org.inversionview.models.reading.Statement;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %explain} returns: what the members of an ε-preimage share.
 *
 * @param data every number of the result, as plain Java values
 * @param machine what a language model was asked of it, if the user wanted that
 */
public record Reading(Explanation data, Optional<MachineReading> machine) implements Result {

    private static final int MOST_FOLDED = 5;
    private static final String MACHINE = "machine";

    /** Makes one that no language model was asked of. */
    public Reading(Explanation data) {
        this(data, Optional.empty());
    }

    /**
     * Returns a row a statement, those that matter first: its value, and its shares inside ε, of near misses and of all inputs.
     */
    @Override
    public Table table() {
        List<Statement> statements = new ArrayList<>(data.statements());
        statements.addAll(data.indifferent());
        return Table.create(
                "reading of %s at %s".formatted(data.site(), data.position()),
                Columns.texts("feature", statements, Statement::feature),
                Columns.texts("value", statements, Statement::value),
                BooleanColumn.create(
                        "matters",
                        statements.stream()
                                .map(one -> !data.indifferent().contains(one))
                                .toList()),
                Columns.numbers("inside", statements, one -> one.inside().value()),
                Columns.numbers("low", statements, one -> one.inside().low()),
                Columns.numbers("high", statements, one -> one.inside().high()),
                Columns.numbers("near misses", statements, one -> one.near().value()),
                Columns.numbers("all", statements, one -> one.all().value()),
                Columns.numbers("bits", statements, Statement::bits),
                Columns.numbers("p", statements, Statement::p),
                Columns.texts("explains", statements, one -> String.join("; ", one.folded())));
    }

    /** Returns ε as a dial: purity and completeness of the description against it. */
    @Override
    public XYChart chart() {
        List<Point> points = data.curve().points();
        return DialChart.of(
                numbers(points, Point::epsilon),
                numbers(points, one -> one.purity().value()),
                numbers(points, one -> one.found().value()),
                data.near().epsilon());
    }

    private static double[] numbers(List<Point> points, ToDoubleFunction<Point> number) {
        return points.stream().mapToDouble(number).toArray();
    }

    @Override
    public Page page() {
        ReadingWords words = new ReadingWords(data);
        Page page = Page.titled("What do the inputs inside ε share? %s at %s of %s"
                        .formatted(data.site(), data.position(), data.query()))
                .line(words.evidence())
                .line(words.caution());
        if (data.inside() == 0) {
            return page.note(words.origin());
        }
        page = page.line(words.inShort())
                .lines(words.statements())
                .line(words.dial())
                .line(words.indifferent());
        page = (data.statements().isEmpty() ? page : page.and(grid()).note(words.columns())).line(words.examples());
        if (!data.curve().points().isEmpty()) {
            page = page.and(new Figure(chart(), "Purity and completeness against ε, from one measurement"))
                    .note(
                            "Purity: of the inputs inside ε, those that meet the description. Found: of those that meet it, the ones inside. The line is the ε asked with; what %inspect returns takes another without sampling: p.within(0.2).");
        }
        page = page.note(words.origin());
        return machine.isPresent() ? page.andAll(new MachineWords(machine.get(), data.isFair()).blocks()) : page;
    }

    /** Returns the curve of count and purity against ε: a row an ε. */
    public Table curve() {
        List<Point> points = data.curve().points();
        return Table.create(
                "ε as a dial",
                Columns.numbers("ε", points, Point::epsilon),
                IntColumn.create(
                        "inside",
                        points.stream().mapToInt(one -> one.purity().trials()).toArray()),
                Columns.numbers("purity", points, one -> one.purity().value()),
                Columns.numbers("found", points, one -> one.found().value()));
    }

    private Grid grid() {
        List<Cell> header = List.of(
                Cell.of("feature"),
                Cell.of("value"),
                Cell.number("inside ε"),
                Cell.of(""),
                Cell.number("near misses"),
                Cell.number("all inputs"),
                Cell.number("bits"),
                Cell.number("p"),
                Cell.of("explains"));
        return new Grid(header, data.statements().stream().map(Reading::row).toList());
    }

    private static Grid.Row row(Statement statement) {
        List<String> folded = statement.folded();
        String rest = folded.size() > MOST_FOLDED ? "; %s more".formatted(folded.size() - MOST_FOLDED) : "";
        return Grid.Row.of(List.of(
                Cell.of(statement.feature()),
                Cell.of(statement.value()),
                Cell.number(Numbers.percent(statement.inside().value())),
                Cell.bar(statement.inside().value()),
                Cell.number(ReadingWords.percent(statement.near())),
                Cell.number(ReadingWords.percent(statement.all())),
                Cell.number(Numbers.measured(statement.bits())),
                Cell.number(ReadingWords.p(statement.p())),
                Cell.of(String.join("; ", folded.subList(0, Math.min(MOST_FOLDED, folded.size()))) + rest)));
    }

    @Override
    public Map<String, Object> row() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", data.site());
        row.put("position", data.position());
        row.put("query", data.query());
        row.put("members", data.inside());
        row.put("in short", ReadingWords.conjunction(data.description().statements()));
        row.put("precision", data.description().precision().value());
        row.put("recall", data.description().recall().value());
        return row;
    }

    @Override
    public Optional<Provenance> origin() {
        return Optional.of(data.provenance());
    }

    @Override
    public String schema() {
        return "inversionview/reading/1";
    }

    @Override
    public Object json() {
        return machine.isPresent() ? WithMachine.of(data, machine.get()) : data;
    }

    /** Returns one from its JSON form. */
    static Reading ofShown(JsonNode json) throws IOException {
        Explanation data = Json.record(json, Explanation.class);
        return json.has(MACHINE)
                ? new Reading(
                        data,
                        Optional.of(
                                Json.record(json.path(MACHINE), Machine.class).reading()))
                : new Reading(data);
    }

    /** The JSON form where a language model was asked: one field more. */
    private record WithMachine(@JsonUnwrapped Explanation reading, Machine machine) {

        static WithMachine of(Explanation data, MachineReading machine) {
            Prompt prompt = machine.prompt();
            return new WithMachine(
                    data,
                    new Machine(prompt.text(), prompt.sha256(), machine.guess().orElse(null)));
        }
    }

    /** What it was asked, or would be, and its guess. */
    private record Machine(
            String prompt, String promptSha256, @Nullable MachineGuess guess) {

        MachineReading reading() {
            return new MachineReading(new Prompt(prompt), Optional.ofNullable(guess));
        }
    }

    @Override
    public String toString() {
        return page().text();
    }
}
