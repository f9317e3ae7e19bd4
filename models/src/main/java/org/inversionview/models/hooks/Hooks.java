package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
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
        if (hook == null) {
            return activation;
        }
        NDArray result = hook.apply(activation);
        if (!result.getShape().equals(activation.getShape())) {
            throw new IllegalArgumentException(
                    "the hook at %s returned shape %s: the run goes on with %s, as it was given"
                            .formatted(site, result.getShape(), activation.getShape()));
        }
        return ownedBy(activation.getManager(), result);
    }

    /** Copies what another manager owns: else the rest of the run would join that manager and outlive the run. */
    private static NDArray ownedBy(NDManager manager, NDArray array) {
        if (array.getManager() == manager) {
            return array;
        }
        NDArray copy = array.duplicate();
        copy.attach(manager);
        return copy;
    }
}
