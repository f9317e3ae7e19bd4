package org.inversionview.models.transformer;

import ai.djl.ndarray.NDArray;

/** What a run brings along besides its tokens: earlier keys and values, and what is added to the residual stream. */
public interface Context {

    /** A run of its own: no past, nothing added. */
    Context NONE = new Context() {
        @Override
        public int firstPosition() {
            return 0;
        }

        @Override
        public NDArray enter(int layer, NDArray residual) {
            return residual;
        }

        @Override
        public KeyValues extend(int layer, KeyValues own) {
            return own;
        }
    };

    /** Returns the position of the run's first token. */
    int firstPosition();

    /** Returns the residual stream (B, T, D) that enters a block, given what the block before left. */
    NDArray enter(int layer, NDArray residual);

    /** Returns all that the block's tokens may look at: what came before, then the run's own (B, H, T, d). */
    KeyValues extend(int layer, KeyValues own);

    /**
     * Returns what a block's heads have gathered (B, H, T, d), with what else its tokens may look at.
     *
     * @param queries (B, H, T, d), divided by √d
     * @param gathered from all that {@link #extend} returned
     */
    default NDArray gather(int layer, NDArray queries, NDArray gathered) {
        return gathered;
    }
}
