package org.inversionview.magics.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.magics.view.Grid;
import org.inversionview.magics.view.Page;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.weights.ModelCard;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * What {@code %sites} returns: the activation sites of a model.
 *
 * @param sites in the order of the computation
 * @param quality what was measured of the decoder at each site, by short name; empty without a decoder
 */
public record Sites(List<ActivationSite> sites, Map<String, ModelCard.SiteQuality> quality) implements Result {

    public Sites {
        sites = List.copyOf(sites);
        quality = Map.copyOf(quality);
    }

    /** Returns the sites of a loaded model. */
    public static Sites of(LoadedModel model) {
        Map<String, ModelCard.SiteQuality> quality = model.decoder().isEmpty()
                ? Map.of()
                : model.card()
                        .flatMap(card -> Optional.ofNullable(card.decoder()))
                        .map(ModelCard.Decoder::sites)
                        .orElse(Map.of());
        return new Sites(model.probed().sites(), quality);
    }

    /** Returns the columns site, full name, what it is and, where there is a decoder, its in-preimage rate. */
    @Override
    public Table table() {
        Table table = Table.create(
                "sites",
                StringColumn.create("site", sites.stream().map(ActivationSite::shortName)),
                StringColumn.create("full name", sites.stream().map(ActivationSite::fullName)),
                StringColumn.create(
                        "what it is", sites.stream().map(site -> site.kind().description())));
        if (!quality.isEmpty()) {
            DoubleColumn rates = DoubleColumn.create("in-preimage rate");
            sites.forEach(site -> Optional.ofNullable(quality.get(site.shortName()))
                    .ifPresentOrElse(q -> rates.append(q.inPreimageRate()), rates::appendMissing));
            table.addColumns(rates);
        }
        return table;
    }

    @Override
    public Page page() {
        return Page.titled("Activation sites")
                .and(Grid.of(table()))
                .note(
                        "In %inspect, a1.3, blocks.1.attn.hook_result.3 and layer=1 head=3 mean the same; x0.mid is layer=0 at=mid.");
    }

    @Override
    public String toString() {
        return page().text();
    }
}
