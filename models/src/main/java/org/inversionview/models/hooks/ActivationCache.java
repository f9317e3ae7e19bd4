package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The activations of chosen sites, filled by one run. The arrays belong to the run's manager. */
public final class ActivationCache {

    private final Set<ActivationSite> wanted;
    private @Nullable NDManager manager;
    private final Map<ActivationSite, NDArray> found = new LinkedHashMap<>();

    public ActivationCache(Set<ActivationSite> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    /**
     * Returns a site's activation.
     *
     * @throws IllegalArgumentException if the site was not asked for
     */
    public NDArray get(ActivationSite site) {
        NDArray activation = found.get(site);
        if (activation == null) {
            throw new IllegalArgumentException(
                    "site %s is not in this cache: it holds %s".formatted(site, found.keySet()));
        }
        return activation;
    }

    public Set<ActivationSite> wanted() {
        return wanted;
    }

    /** Sets the manager that what follows is kept in: the run's. */
    public void keepIn(NDManager run) {
        manager = run;
    }

    /** Keeps an activation under a handle of its own, so that it outlives the block that it belongs to. */
    void put(ActivationSite site, NDArray activation) {
        NDArray kept = activation;
        if (manager != null && activation.getManager() != manager) {
            kept = activation.reshape(activation.getShape());
            kept.attach(manager);
        }
        found.put(site, kept);
    }

    boolean isFull() {
        return found.size() == wanted.size();
    }
}
