package org.inversionview.models.tasks;

import java.util.List;

/** What can be said of any input, whatever it means: its ends, its length, and the tokens about a matched position. */
final class TextFeatures {

    private static final int FIRST = 1; // after BOS

    private TextFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature("matched token", true, NamedInput::token),
                new Feature("token before the matched", true, (input, position) -> input.token(position - 1)),
                new Feature("token after the matched", true, (input, position) -> input.token(position + 1)),
                new Feature("matched position", true, (input, position) -> position),
                new Feature("first token", false, (input, position) -> input.token(FIRST)),
                new Feature("last token", false, (input, position) -> input.token(input.last())),
                new Feature("length", false, (input, position) -> input.last()));
    }
}
