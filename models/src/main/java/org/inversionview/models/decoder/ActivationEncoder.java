package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
     * @param sites (B) indices, int64
     */
    Conditioning encode(NDArray z, NDArray sites) {
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

    /** Each site reads z through its own rows of one weight: the others' coordinates are zero. */
    private NDArray enter(NDArray z, NDArray sites) {
        long batch = z.getShape().get(0);
        NDArray own = sites.oneHot(config.sites().size()).expandDims(2).mul(z.expandDims(1)); // (B, sites, D)
        return own.reshape(batch, -1)
                .matMul(parameter("encoder.in.weight"))
                .add(Torch.embedding(sites, parameter("encoder.site.weight")));
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
