package org.inversionview.models.inversion;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a search knows: every input that was measured, none of them twice, and those that it goes on from: all inside ε, or the
 * nearest. Of inputs that are the same up to the matched position it goes on from one: what follows changes nothing there. The
 * query is known from the beginning, and never among them.
 */
final class NearInputs {

    private static final int NEAREST = 200;

    private record Near(int[] input, double distance) {}

    private final int[] query;
    private final double epsilon;
    private final Set<IntBuffer> known = new HashSet<>();
    private final Set<IntBuffer> beginnings = new HashSet<>(); // of the nearest, up to the matched position
    private List<Near> nearest = new ArrayList<>();

    NearInputs(Query query, double epsilon) {
        this.query = query.input();
        this.epsilon = epsilon;
        known.add(IntBuffer.wrap(this.query));
        beginnings.add(IntBuffer.wrap(this.query, 0, query.position() + 1));
    }

    /** Returns whether the input was not known; it is from now on. */
    boolean isNew(int[] input) {
        return known.add(IntBuffer.wrap(input));
    }

    /** Takes note of measured inputs, and goes on from those inside ε and the nearest. */
    void keep(List<int[]> inputs, List<MatchedPosition> matches) {
        List<Near> all = new ArrayList<>(nearest);
        for (int i = 0; i < inputs.size(); i++) {
            int[] input = inputs.get(i);
            MatchedPosition match = matches.get(i);
            known.add(IntBuffer.wrap(input));
            if (match.position() >= 0
                    && !Arrays.equals(input, query)
                    && beginnings.add(IntBuffer.wrap(input, 0, match.position() + 1))) {
                all.add(new Near(input, match.distance()));
            }
        }
        all.sort(Comparator.comparingDouble(Near::distance));
        long inside = all.stream().filter(near -> near.distance() <= epsilon).count();
        nearest = new ArrayList<>(all.subList(0, Math.min(all.size(), (int) Math.max(inside, NEAREST))));
    }

    boolean isEmpty() {
        return nearest.isEmpty();
    }

    /** Returns one of those that the search goes on from, each as likely as any other. */
    int[] draw(RandomGenerator random) {
        return nearest.get(random.nextInt(nearest.size())).input();
    }
}
