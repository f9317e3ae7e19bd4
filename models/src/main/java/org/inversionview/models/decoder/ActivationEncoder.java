package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.transformer.KeyValues;
import org.inversionview.models.transformer.ParameterShapes;
import org.inversionview.models.transformer.TransformerConfig;

/**
 * Turns an activation and its site into what conditions the language model, once a sequence.
 *
 * <p>The activation is normalised by its site's statistics and enters through a linear map of the site's own; residual
 * MLP blocks follow. The result is added to every token's residual stream before every block, and stands as S extra
 * key/value slots that every token can attend to. All of this runs once a sequence, not once a token, so a wide encoder
 * is nearly free.
 */
final class ActivationEncoder {

    private static final float EPSILON = 1e-5f;
    private static final String GATE = "encoder.gate.";

    private final DecoderConfig config;
    private final Map<String, NDArray> weights;

    ActivationEncoder(DecoderConfig config, Map<String, NDArray> weights) {
        this.config = config;
        this.weights = weights;
    }

    /**
     * What conditions one batch: per block, what is added (B, 1, d) and the slots' keys and values (B, H, S, d); and a gate (1),
     * where the decoder has them.
     */
    record Conditioning(List<NDArray> added, List<KeyValues> slots, List<NDArray> gates) {

        /** Returns the slots that stand for themselves, if they do. */
        Optional<GatedSlots> gated() {
            return gates.isEmpty() ? Optional.empty() : Optional.of(new GatedSlots(slots, gates));
        }
    }

    static Map<String, Shape> shapes(DecoderConfig config) {
        long width = config.encoderWidth();
        long d = config.transformer().width();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("encoder.in.weight", new Shape((long) config.sites().size() * config.activationWidth(), width));
        shapes.put("encoder.site.weight", new Shape(config.sites().size(), width));
        for (int block = 0; block < config.encoderBlocks(); block++) {
            String name = "encoder." + block + ".";
            ParameterShapes.putNorm(shapes, name + "ln", width);
            ParameterShapes.putLinear(shapes, name + "up", width, 2 * width);
            ParameterShapes.putLinear(shapes, name + "down", 2 * width, width);
        }
        ParameterShapes.putNorm(shapes, "encoder.ln_f", width);
        for (int layer = 0; layer < config.transformer().layers(); layer++) {
            ParameterShapes.putLinear(shapes, "encoder.add." + layer, width, d);
            ParameterShapes.putLinear(shapes, "encoder.slots." + layer, width, 2 * d * config.slots());
            if (config.gated()) {
                shapes.put(GATE + layer, new Shape(1));
            }
        }
        return shapes;
    }

    /** Returns whether a parameter stands where the encoder is entered or left, rather than inside. */
    static boolean isBoundary(String name) {
        return name.startsWith("encoder.in.")
                || name.startsWith("encoder.site.")
                || name.startsWith("encoder.add.")
                || name.startsWith("encoder.slots.");
    }

    /**
     * Returns the conditioning of a batch.
     *
     * @param z (B, D), already normalised by the sites' statistics
     * @param sites [row] indices
     */
    Conditioning encode(NDArray z, int[] sites) {
        NDArray c = residualBlocks(enter(z, sites)); // (B, W)
        List<NDArray> added = new ArrayList<>();
        List<KeyValues> slots = new ArrayList<>();
        List<NDArray> gates = new ArrayList<>();
        for (int layer = 0; layer < config.transformer().layers(); layer++) {
            added.add(linear("encoder.add." + layer, c).expandDims(1));
            NDArray both = linear("encoder.slots." + layer, c); // (B, 2 S d)
            NDList parts = Torch.splitLast(
                    both, (long) config.slots() * config.transformer().width());
            slots.add(new KeyValues(slots(parts.get(0)), slots(parts.get(1))));
            if (config.gated()) {
                gates.add(parameter(GATE + layer));
            }
        }
        return new Conditioning(added, slots, gates);
    }

    /** Each site reads z through rows of the weight of its own, (D, W); those of sites that the batch lacks are left alone. */
    NDArray enter(NDArray z, int[] sites) {
        NDManager scratch = z.getManager();
        RowsBySite bySite = RowsBySite.of(sites);
        int groups = bySite.sites().length; // G, each with P places
        int width = config.encoderWidth();
        NDArray ofGroups = scratch.create(bySite.sites(), new Shape(groups, 1));
        NDArray weight = parameter("encoder.in.weight").reshape(config.sites().size(), -1);
        NDArray own = Torch.embedding(ofGroups, Torch.in(scratch, weight)); // (G, 1, D · W)
        NDArray rows = Torch.embedding(scratch.create(bySite.rows(), new Shape(groups, bySite.size())), z); // (G, P, D)
        NDArray entered = Torch.product(rows, own.reshape(groups, -1, width))
                .add(Torch.embedding(ofGroups, parameter("encoder.site.weight"))); // (G, P, W)
        return Torch.embedding(scratch.create(bySite.places()), entered.reshape(-1, width)); // (B, W)
    }

    private NDArray residualBlocks(NDArray entered) {
        NDArray c = entered;
        for (int block = 0; block < config.encoderBlocks(); block++) {
            String name = "encoder." + block + ".";
            NDArray h = Torch.relu(linear(name + "up", norm(name + "ln", c)));
            c = c.add(linear(name + "down", h));
        }
        return norm("encoder.ln_f", c);
    }

    /** (B, S d) → (B, H, S, d / H). */
    private NDArray slots(NDArray flat) {
        TransformerConfig transformer = config.transformer();
        return Torch.swapped(flat.reshape(-1, config.slots(), transformer.heads(), transformer.headWidth()), 1, 2);
    }

    private NDArray norm(String name, NDArray x) {
        return Torch.layerNorm(
                x, config.encoderWidth(), parameter(name + ".weight"), parameter(name + ".bias"), EPSILON);
    }

    private NDArray linear(String name, NDArray x) {
        return Torch.linear(x, parameter(name + ".weight"), parameter(name + ".bias"));
    }

    private NDArray parameter(String name) {
        NDArray parameter = weights.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("the decoder's weights lack " + name);
        }
        return parameter;
    }
}
