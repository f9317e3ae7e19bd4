package org.inversionview.models.decoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.engine.Torch;
import org.inversionview.models.transformer.Context;
import org.inversionview.models.transformer.KeyValues;

/**
 * Keys and values of a growing batch of sequences: the slots first, unless they stand for themselves, then one column a token, in
 * buffers made once.
 *
 * <p>Buffers start at zero and each column is added to once, which is the cheapest write in place.
 */
final class KeyValueCache implements Context {

    private final List<NDArray> added; // per block (B, 1, d)
    private final List<KeyValues> buffers; // per block (B, H, S + length, d)
    private final Optional<GatedSlots> gated;
    private final int slots; // columns before the first token's
    private int position;

    private KeyValueCache(
            List<NDArray> added, List<KeyValues> buffers, Optional<GatedSlots> gated, int slots, int position) {
        this.added = added;
        this.buffers = buffers;
        this.gated = gated;
        this.slots = slots;
        this.position = position;
    }

    /** Returns an empty cache for sequences of up to {@code length} tokens, in the given manager. */
    static KeyValueCache create(NDManager manager, ActivationEncoder.Conditioning conditioning, int length) {
        List<KeyValues> buffers = new ArrayList<>();
        boolean alone = conditioning.gated().isPresent();
        int slots = 0;
        for (KeyValues slot : conditioning.slots()) {
            Shape shape = slot.keys().getShape();
            slots = alone ? 0 : (int) shape.get(2);
            Shape all = new Shape(shape.get(0), shape.get(1), slots + length, shape.get(3));
            KeyValues buffer = new KeyValues(manager.zeros(all), manager.zeros(all));
            if (!alone) {
                write(buffer.keys(), 0, slot.keys());
                write(buffer.values(), 0, slot.values());
            }
            buffers.add(buffer);
        }
        List<NDArray> added = new ArrayList<>();
        conditioning.added().forEach(a -> added.add(Torch.in(manager, a)));
        return new KeyValueCache(added, buffers, conditioning.gated().map(own -> own.in(manager)), slots, 0);
    }

    private static void write(NDArray buffer, int column, NDArray columns) {
        long end = column + columns.getShape().get(2);
        Torch.in(columns.getManager(), Torch.slice(buffer, 2, column, end)).addi(columns);
    }

    /** Returns a cache of some of the rows, in a manager of its own. */
    KeyValueCache rows(NDManager manager, NDArray indices) {
        List<NDArray> fewerAdded = new ArrayList<>();
        List<KeyValues> fewer = new ArrayList<>();
        for (int layer = 0; layer < buffers.size(); layer++) {
            fewerAdded.add(Torch.in(manager, Torch.rows(added.get(layer), indices)));
            fewer.add(new KeyValues(
                    Torch.in(manager, Torch.rows(buffers.get(layer).keys(), indices)),
                    Torch.in(manager, Torch.rows(buffers.get(layer).values(), indices))));
        }
        return new KeyValueCache(fewerAdded, fewer, gated.map(own -> own.rows(manager, indices)), slots, position);
    }

    /** Goes on to the next token. */
    void advance() {
        position++;
    }

    @Override
    public int firstPosition() {
        return position;
    }

    @Override
    public NDArray enter(int layer, NDArray residual) {
        return residual.add(added.get(layer));
    }

    @Override
    public NDArray gather(int layer, NDArray queries, NDArray gathered) {
        return gated.map(own -> own.onto(layer, queries, gathered)).orElse(gathered);
    }

    @Override
    public KeyValues extend(int layer, KeyValues own) {
        KeyValues buffer = buffers.get(layer);
        write(buffer.keys(), slots + position, own.keys());
        write(buffer.values(), slots + position, own.values());
        NDManager scratch = own.keys().getManager();
        long seen = slots + position + own.keys().getShape().get(2);
        return new KeyValues(
                Torch.in(scratch, Torch.slice(buffer.keys(), 2, 0, seen)),
                Torch.in(scratch, Torch.slice(buffer.values(), 2, 0, seen)));
    }
}
