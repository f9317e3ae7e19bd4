package org.inversionview.models.tasks;

import java.util.function.Function;

/**
 * Something that can be said of an input, such as the count of its target character.
 *
 * @param name in a few words, as a table's column
 * @param value of a well-formed input; two inputs agree on the feature when their values are equal
 */
public record Feature(String name, Function<int[], Object> value) {}
