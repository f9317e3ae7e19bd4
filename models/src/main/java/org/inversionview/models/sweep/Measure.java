package org.inversionview.models.sweep;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.models.InvalidRequestException;

/** What a sweep measures at each of its sites and positions. */
public enum Measure {
    /** The ε-preimage of each query: a row a query and position. */
    INSPECT(true, List.of("proposals", "distinct_inputs", "inside", "inside_share", "nearest", "norm")),
    /** Feature consistency rate over the queries: a row a feature and position. */
    FCR(false, List.of("rate", "rate_low", "rate_high", "base", "bits", "p", "alone")),
    /** The share of each query's preimage that the decoder finds: a row a query and position. */
    COVERAGE(true, List.of("coverage", "coverage_low", "coverage_high", "ceiling", "auroc")),
    /** The effect of patching with contrast inputs' activations: a row a position. */
    PATCH(false, List.of("effect", "effect_low", "effect_high", "effect_share")),
    /** What mean ablation loses: a row a position. */
    ABLATE(false, List.of("divergence", "divergence_low", "divergence_high", "probability", "changed"));

    private final boolean byQuery;
    private final List<String> columns;

    Measure(boolean byQuery, List<String> columns) {
        this.byQuery = byQuery;
        this.columns = columns;
    }

    /** Returns whether queries are measured one by one, so that they can be parted among items. */
    public boolean isByQuery() {
        return byQuery;
    }

    /** Returns the names of the numbers in its rows; no other measure has one of them. */
    public List<String> columns() {
        return columns;
    }

    /** Returns the number that says most, by which rows are put in order. */
    public String chief() {
        return switch (this) {
            case INSPECT -> "inside_share";
            case FCR -> "bits";
            case COVERAGE -> "coverage";
            case PATCH -> "effect";
            case ABLATE -> "divergence";
        };
    }

    /** Returns whether it needs a position of an answer that is predicted. */
    public boolean readsAnswer() {
        return this == PATCH || this == ABLATE;
    }

    /**
     * Returns the measure of that name.
     *
     * @throws InvalidRequestException listing the names
     */
    public static Measure named(String name) {
        return Arrays.stream(values())
                .filter(measure -> measure.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "measure",
                        name,
                        "there is "
                                + Arrays.stream(values()).map(Measure::label).collect(Collectors.joining(", "))));
    }

    /** Returns the name as a user types it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return label();
    }
}
