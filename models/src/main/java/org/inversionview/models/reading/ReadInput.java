package org.inversionview.models.reading;

import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;

/**
 * An input that is read at a position.
 *
 * @param position its matched position, 0 = BOS
 * @param count how often it was drawn
 */
record ReadInput(NamedInput input, int position, int count) {

    /** Returns whether it has that value of a feature. */
    boolean has(Feature feature, Object value) {
        return value.equals(feature.of(input, position));
    }
}
