package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The hooks of one run, by site. An argument of the run, never installed in a model.
 *
 * @param bySite what to do at which site
 */
public record Hooks(Map<ActivationSite, Hook> bySite) {

    public static final Hooks NONE = new Hooks(Map.of());

    public Hooks {
        bySite = Map.copyOf(bySite);
    }

    /** Returns these hooks and one more. */
    public Hooks with(ActivationSite site, Hook hook) {
        Map<ActivationSite, Hook> more = new LinkedHashMap<>(bySite);
        more.put(site, hook);
        return new Hooks(more);
    }

    public Set<ActivationSite> sites() {
        return bySite.keySet();
    }

    NDArray apply(ActivationSite site, NDArray activation) {
        Hook hook = bySite.get(site);
        return hook == null ? activation : hook.apply(activation);
    }
}
