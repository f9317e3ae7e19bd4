package org.inversionview.magics.view;

import java.util.List;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The models that are shipped.
 *
 * @param cards one a model
 */
public record ModelsView(List<ModelCard> cards) implements View {

    public ModelsView {
        cards = List.copyOf(cards);
    }

    /** Returns the columns name, task, description, exact match and mean in-preimage rate. */
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
    public MimeBundle bundle() {
        String note =
                "Rates: share of the decoder's samples at temperature 1 that lie in the ε-preimage, mean over the sites.";
        return new MimeBundle(new Page("Shipped models", List.of(), table(), note).forms());
    }

    @Override
    public String toString() {
        return bundle().text();
    }
}
