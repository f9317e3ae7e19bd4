package org.inversionview.magics.result;

import java.util.List;
import java.util.Locale;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.reading.Consistency;
import org.inversionview.models.reading.ConsistencyMap;
import org.inversionview.models.reading.ConsistencyMap.Row;

/** What feature consistency rates say of themselves in sentences. */
record FeatureRateWords(ConsistencyMap data) {

    private static final int MOST_READINGS = 12;
    private static final double FEW = 0.5; // of the queries

    /** Says over what the rates are. */
    String measured() {
        int queries = data.cells().stream().mapToInt(Consistency::queries).sum();
        double inside = data.cells().stream()
                .mapToDouble(Consistency::inside)
                .filter(Double::isFinite)
                .average()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                "%,d queries; %.0f other inputs inside ε = %s of each, in the mean, %s.",
                queries,
                inside,
                Numbers.plain(data.settings().near().epsilon()),
                members());
    }

    private String members() {
        String inputs = Numbers.count(data.inputs());
        return switch (data.source()) {
            case EXACT -> "of all %s of the task".formatted(inputs);
            case DECODER ->
                "proposed by the decoder, which is steered: they may share more than the preimage does; base rates are of %s draws from the task"
                        .formatted(inputs);
            default -> "of %s draws from the task, in no way steered".formatted(inputs);
        };
    }

    String interrupted() {
        int cells = data.cells().size();
        Consistency last = data.cells().get(cells - 1);
        if (cells < data.asked()) {
            return "⚠ Interrupted: %s of %s sites and positions.".formatted(cells, data.asked());
        }
        return last.queries() < last.asked()
                ? "⚠ Interrupted: the last one after %s of %s queries.".formatted(last.queries(), last.asked())
                : "";
    }

    /** Says how many queries say nothing, where they are many. */
    String alone() {
        int queries = data.cells().stream().mapToInt(Consistency::queries).sum();
        int alone = data.cells().stream().mapToInt(Consistency::alone).sum();
        if (alone <= FEW * queries) {
            return alone == 0 ? "" : "%s of them have no other input inside ε and are left out.".formatted(alone);
        }
        return "⚠ %s of %s queries have no other input inside ε and are left out: %s."
                .formatted(
                        Numbers.count(alone),
                        Numbers.count(queries),
                        data.source() == Source.DECODER
                                ? "n= proposes more, eps= widens what is inside"
                                : "draws= draws more, source=decoder asks the decoder, eps= widens what is inside");
    }

    /** Says of each site and position what it holds: the feature there that says most. */
    List<String> readings() {
        List<Row> readings = data.readings();
        return data.cells().stream()
                .limit(MOST_READINGS)
                .map(cell -> reading(cell, readings))
                .toList();
    }

    private static String reading(Consistency cell, List<Row> readings) {
        String place = "%s at %s".formatted(cell.site(), cell.position());
        return readings.stream()
                .filter(row -> row.cell() == cell)
                .findFirst()
                .map(row -> "%s – %s says most, shared by %s (95 %% interval %s to %s), by chance %s."
                        .formatted(
                                place,
                                row.rate().feature(),
                                Numbers.percent(row.rate().rate().value()),
                                Numbers.percent(row.rate().rate().low()),
                                Numbers.percent(row.rate().rate().high()),
                                Numbers.percent(row.rate().base())))
                .orElse(place + " – no feature is shared more often than by chance.");
    }

    String origin() {
        return PreimageWords.origin(
                data.provenance(),
                data.settings()
                        .near()
                        .sampling(1, SamplingSchedule.AUTO, data.settings().seed()),
                "source %s · %s queries each"
                        .formatted(data.source(), data.settings().queries()),
                data.source() == Source.DECODER,
                data.seconds());
    }
}
