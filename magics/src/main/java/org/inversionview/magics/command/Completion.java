package org.inversionview.magics.command;

import java.util.List;

/**
 * What could stand at the end of a magic line that is being written.
 *
 * @param texts in the order to show them
 * @param start in the arguments, from where a chosen text takes the place of what is written
 */
public record Completion(List<String> texts, int start) {

    public Completion {
        texts = List.copyOf(texts);
    }
}
