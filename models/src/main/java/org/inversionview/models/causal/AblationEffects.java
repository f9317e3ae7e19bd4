package org.inversionview.models.causal;

import java.util.List;
import org.inversionview.models.inversion.Proportion;

/**
 * What is lost when activations are replaced by their mean over the task's inputs.
 *
 * @param inputs how many were ablated
 * @param cells one an activation
 * @param warnings what a reader must know
 */
public record AblationEffects(int inputs, List<Cell> cells, List<String> warnings) {

    /**
     * One activation.
     *
     * @param patch such as {@code a1.3@A1}
     * @param divergence KL(clean ‖ ablated) of the next token's distribution, in nats
     * @param probability how much probability the right answer loses
     * @param changed share of inputs whose likeliest token changes
     */
    public record Cell(String patch, Effect divergence, Effect probability, Proportion changed) {}

    public AblationEffects {
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }
}
