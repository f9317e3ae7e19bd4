package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.QuotedText;
import org.inversionview.magics.session.Session;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.loading.LoadedModel;

/** The lines that compute a magic's result again, where nothing was said before: the model's, the query's, and its own. */
final class AskedLines {

    private static final String QUERY = "%query ";

    private AskedLines() {}

    /**
     * Returns the lines; none where no model is loaded, or the magic's line does not compute the same again.
     *
     * @param magic with its options set
     * @param arguments that it was given
     */
    static List<String> of(MagicCommand<?> magic, String name, List<String> arguments, Session session) {
        String written = magic.written(arguments);
        if (session.model().isEmpty() || !magic.isRepeatable(magic.arguments(written))) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        if (magic.isAboutLastPreimage()) {
            session.preimage().map(EpsilonPreimage::provenance).ifPresent(origin -> lines.addAll(origin.asked()));
        }
        if (lines.isEmpty()) {
            lines.add(model(session.requireModel()));
        }
        session.queryText()
                .map(text -> QUERY + Arguments.writtenText(text))
                .filter(query -> !(magic instanceof QueryMagic) && !lines.contains(query))
                .ifPresent(lines::add);
        lines.add(("%%%s %s".formatted(name, magic.written(arguments))).strip());
        return lines;
    }

    /** As it was loaded: a model without a card is told its task, and none looks for another device. */
    private static String model(LoadedModel model) {
        return "%%model %s%s%s device=%s"
                .formatted(
                        QuotedText.of(model.name()),
                        model.card().isPresent()
                                ? ""
                                : " task=" + model.probed().task().name(),
                        model.provenance().processed() ? "" : " processed=false",
                        model.probed().device());
    }
}
