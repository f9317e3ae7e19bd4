package org.inversionview.models.tasks;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that can be said of an input, such as the count of its target character, or of one of its positions, such as the
 * token before it.
 *
 * @param name in a few words, as a table's column
 * @param ofPosition whether it depends on a position: then nothing can be said of an input alone
 * @param value of a well-formed input, at a position of it; two inputs agree on the feature when their values are equal
 */
public record Feature(String name, boolean ofPosition, BiFunction<NamedInput, Integer, Object> value) {

    private static final int ANY = 0;

    /** Makes a feature of inputs as token ids. */
    public Feature(String name, Function<int[], Object> value) {
        this(name, false, (input, position) -> value.apply(input.ids()));
    }

    /** Returns the value of an input; of a feature that depends on a position, at its first. */
    public Object of(NamedInput input) {
        return of(input, ANY);
    }

    /** Returns the value at a position of an input, 0 = BOS. */
    public Object of(NamedInput input, int position) {
        return value.apply(input, position);
    }
}
