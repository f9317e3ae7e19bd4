package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.inversionview.models.InvalidRequestException;

/** Where the inputs come from that are measured for an ε-preimage. */
public enum Source {
    /** A decoder proposes inputs for the query activation (Huang et al. 2024, §2.3). */
    DECODER,
    /** Drawn from the task's distribution, in no way steered: the share inside estimates the preimage's probability. */
    TASK,
    /** Every input of the task: the preimage itself. */
    EXACT,
    /** Windows of a text of the user's own. */
    CORPUS,
    /** Changed step by step towards the query activation, from the nearest that another source found: steered. */
    SEARCH;

    /**
     * Returns the source of that name.
     *
     * @throws InvalidRequestException listing the names
     */
    public static Source named(String name) {
        return Arrays.stream(values())
                .filter(source -> source.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "source",
                        name,
                        "there is " + Arrays.stream(values()).map(Source::label).collect(Collectors.joining(", "))));
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
