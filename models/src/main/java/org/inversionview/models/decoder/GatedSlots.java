package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.transformer.KeyValues;

/**
 * Slots that tokens attend to for themselves; what they gather there is added, times a gate that begins at 0. So a language model
 * that a decoder begins from is itself at first, whatever the slots hold (as in LLaMA-Adapter, Zhang et al. 2023).
 *
 * @param slots per block (B, H, S, d)
 * @param gates per block (1)
 */
record GatedSlots(List<KeyValues> slots, List<NDArray> gates) {

    GatedSlots {
        slots = List.copyOf(slots);
        gates = List.copyOf(gates);
    }

    /** Moves the slots into a manager. */
    GatedSlots in(NDManager manager) {
        slots.forEach(own -> {
            Torch.in(manager, own.keys());
            Torch.in(manager, own.values());
        });
        return this;
    }

    /** Returns the slots of some of the rows, in a manager. */
    GatedSlots rows(NDManager manager, NDArray indices) {
        return new GatedSlots(
                slots.stream()
                        .map(own -> new KeyValues(
                                Torch.in(manager, Torch.rows(own.keys(), indices)),
                                Torch.in(manager, Torch.rows(own.values(), indices))))
                        .toList(),
                gates);
    }

    /** Returns what a block's heads have gathered (B, H, T, d), with what its queries find in the slots. */
    NDArray onto(int layer, NDArray queries, NDArray gathered) {
        KeyValues own = slots.get(layer);
        NDArray pattern = Torch.softmax(Torch.product(queries, Torch.transposed(own.keys())));
        return gathered.add(Torch.product(pattern, own.values()).mul(gates.get(layer)));
    }
}
