package org.inversionview.models.causal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts in how many inputs each patch could do something, and says where it could not. */
final class PatchTally {

    private static final class Counts {
        private int inputs;
        private int absent;
        private int late;
        private int unchanged;
    }

    private final Map<Patch, Counts> counts = new LinkedHashMap<>();

    PatchTally(List<Patch> patches) {
        patches.forEach(patch -> counts.put(patch, new Counts()));
    }

    /**
     * Counts a batch.
     *
     * @param positions of the patch in every input, −1 where it has none
     * @param outputs where every output is read
     * @param unchanged inputs whose activation there is the same in both runs
     */
    void count(Patch patch, int[] positions, int[] outputs, int unchanged) {
        Counts own = counts.computeIfAbsent(patch, absent -> new Counts());
        own.inputs += positions.length;
        own.unchanged += unchanged;
        for (int row = 0; row < positions.length; row++) {
            own.absent += positions[row] < 0 ? 1 : 0;
            own.late += positions[row] > outputs[row] ? 1 : 0;
        }
    }

    /** Counts what another tally has counted. */
    void add(PatchTally other) {
        other.counts.forEach((patch, more) -> {
            Counts own = counts.computeIfAbsent(patch, absent -> new Counts());
            own.inputs += more.inputs;
            own.absent += more.absent;
            own.late += more.late;
            own.unchanged += more.unchanged;
        });
    }

    /** Returns one line for every patch that did nothing in some of the inputs. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        counts.forEach((patch, own) -> {
            if (own.late > 0) {
                warnings.add("%s comes after the output was read%s: it cannot act on it."
                        .formatted(patch, share(own.late, own.inputs)));
            }
            if (own.absent > 0) {
                warnings.add("%s: %s%s; they were left as they are."
                        .formatted(patch, PatchingExperiment.NO_SUCH_POSITION, share(own.absent, own.inputs)));
            }
            if (own.unchanged > 0) {
                warnings.add("%s is the same in both runs%s: patching it changes nothing there."
                        .formatted(patch, share(own.unchanged, own.inputs)));
            }
        });
        return warnings;
    }

    private static String share(int some, int all) {
        return some == all ? " in every input" : String.format(Locale.ROOT, " in %,d of %,d inputs", some, all);
    }
}
