package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inversionview.models.InvalidRequestException;

/**
 * What patching one activation more at a time does to the output.
 *
 * <p>Effects are the metric of the clean run less that of the patched run: how much was lost. An activation matters when
 * either order shows it.
 *
 * @param clean the metric on the original inputs
 * @param contrast the metric on the contrast inputs, same two tokens: where patching everything leads
 * @param forward from the first patch to the last; empty where not asked for
 * @param backward from the last to the first; empty where not asked for
 * @param warnings what a reader must know, such as a patch that changed nothing
 */
public record CumulativeEffects(
        Effect clean, Effect contrast, List<Step> forward, List<Step> backward, List<String> warnings) {

    /** In which orders to patch. */
    public enum Order {
        FORWARD,
        BACKWARD,
        BOTH;

        boolean hasForward() {
            return this != BACKWARD;
        }

        boolean hasBackward() {
            return this != FORWARD;
        }

        /**
         * Returns the order of that name.
         *
         * @throws InvalidRequestException listing the names
         */
        public static Order named(String name) {
            for (Order order : values()) {
                if (order.toString().equals(name)) {
                    return order;
                }
            }
            throw new InvalidRequestException("order", name, "forward, backward or both");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One step: a patch on top of those before it.
     *
     * @param patch what was patched now, such as {@code a0.3@A1}
     * @param total effect of this and all steps before
     * @param increment what this step added
     */
    public record Step(String patch, Effect total, Effect increment) {}

    public CumulativeEffects {
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
        warnings = List.copyOf(warnings);
    }

    /** Sets in the order that {@link PatchingExperiment#cumulative} measures them. */
    static CumulativeEffects of(List<Patch> patches, Order order, MetricValues measured) {
        int count = patches.size();
        List<Step> forward = new ArrayList<>();
        List<Step> backward = new ArrayList<>();
        if (order.hasForward()) {
            for (int k = 0; k < count; k++) {
                forward.add(step(patches.get(k), measured, k, k == 0 ? -1 : k - 1));
            }
        }
        int start = forward.size();
        if (order.hasBackward()) {
            for (int k = 0; k < count; k++) {
                backward.add(step(patches.get(count - 1 - k), measured, start + k, k == 0 ? -1 : start + k - 1));
            }
        }
        return new CumulativeEffects(
                Effect.of(measured.clean()), Effect.of(measured.contrast()), forward, backward, measured.warnings());
    }

    private static Step step(Patch patch, MetricValues measured, int set, int before) {
        double[] total = measured.effects(set);
        double[] increment = total.clone();
        if (before >= 0) {
            double[] earlier = measured.effects(before);
            for (int i = 0; i < increment.length; i++) {
                increment[i] -= earlier[i];
            }
        }
        return new Step(patch.toString(), Effect.of(total), Effect.of(increment));
    }
}
