package org.inversionview.magics.result;

import java.util.List;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %models} returns: the models that are shipped.
 *
 * @param cards one a model
 */
public record ModelList(List<ModelCard> cards) implements Result {

    public ModelList {
        cards = List.copyOf(cards);
    }

    /** Returns the columns name, task, description, exact match and mean in-preimage rate. */
    @Override
    public Table table() {
        DoubleColumn rates = DoubleColumn.create("mean in-preimage rate");
        cards.forEach(card -> {
            ModelCard.@Nullable Decoder decoder = card.decoder();
            if (decoder == null) {
                rates.appendMissing();
            } else {
                rates.append(decoder.meanInPreimageRate());
            }
        });
        return Table.create(
                "models",
                StringColumn.create("name", cards.stream().map(ModelCard::name)),
                StringColumn.create("task", cards.stream().map(ModelCard::task)),
                StringColumn.create("description", cards.stream().map(ModelCard::description)),
                DoubleColumn.create(
                        "exact match",
                        cards.stream()
                                .mapToDouble(card -> card.probed().exactMatch())
                                .toArray()),
                rates);
    }

    @Override
    public Page page() {
        return Page.titled("Shipped models")
                .and(Grid.of(table()))
                .note(
                        "Rates: share of the decoder's samples at temperature 1 that lie in the ε-preimage, mean over the sites.");
    }

    @Override
    public String toString() {
        return page().text();
    }
}
