package org.inversionview.models.hooks;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The activations of chosen sites, filled by one run. The arrays belong to the run's manager. */
public final class ActivationCache {

    private final Set<ActivationSite> wanted;
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

    void put(ActivationSite site, NDArray activation) {
        found.put(site, activation);
    }

    boolean isFull() {
        return found.size() == wanted.size();
    }
}
