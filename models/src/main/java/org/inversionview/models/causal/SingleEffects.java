package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.List;

/**
 * What patching each activation alone does to the output.
 *
 * @param clean the metric on the original inputs
 * @param contrast the metric on the contrast inputs, same two tokens
 * @param cells one a patch; the first ones where it was interrupted early
 * @param asked how many patches were asked for
 * @param warnings what a reader must know
 */
public record SingleEffects(Effect clean, Effect contrast, List<Cell> cells, int asked, List<String> warnings) {

    /**
     * One activation.
     *
     * @param site short name
     * @param position as it was asked for
     * @param effect the metric of the clean run less that of the patched run
     */
    public record Cell(String site, String position, Effect effect) {}

    public SingleEffects {
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    static SingleEffects of(List<Patch> patches, MetricValues measured) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < measured.sets(); i++) {
            Patch patch = patches.get(i);
            cells.add(new Cell(patch.site().shortName(), patch.position(), Effect.of(measured.effects(i))));
        }
        return new SingleEffects(
                Effect.of(measured.clean()),
                Effect.of(measured.contrast()),
                cells,
                patches.size(),
                measured.warnings());
    }
}
