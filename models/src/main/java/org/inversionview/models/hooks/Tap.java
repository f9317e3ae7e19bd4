package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;

/**
 * What one run does at every hook point: applies its hook, stores what is asked for, and knows when to stop.
 *
 * @param hooks what replaces activations
 * @param cache what is kept
 * @param stopWhenFull whether the run ends as soon as the cache holds all it was asked for
 */
public record Tap(Hooks hooks, ActivationCache cache, boolean stopWhenFull) {

    /** Returns a tap that does nothing: a plain run to the logits. */
    public static Tap none() {
        return new Tap(Hooks.NONE, new ActivationCache(java.util.Set.of()), false);
    }

    /** Returns what the run goes on with after the hook point; nothing is hooked or kept once the tap is done. */
    public NDArray at(ActivationSite site, NDArray activation) {
        if (isDone()) {
            return activation; // the rest of a block may still be computed, but nobody hears of it
        }
        NDArray result = hooks.apply(site, activation);
        if (cache.wanted().contains(site)) {
            cache.put(site, result);
        }
        return result;
    }

    /** Returns whether anybody hooks or keeps the site: what need not be computed isn't. */
    public boolean uses(ActivationSite site) {
        return hooks.sites().contains(site) || cache.wanted().contains(site);
    }

    /** Returns whether nothing after this moment is needed. */
    public boolean isDone() {
        return stopWhenFull && cache.isFull();
    }
}
