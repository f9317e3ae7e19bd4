package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.EpsilonPreimage.Bin;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.SampleSource.Findings;
import org.inversionview.models.inversion.SampleSource.Origin;
import org.inversionview.models.tasks.Task;

/**
 * D of everything that a source found, and what is counted of it. Shares its arrays.
 *
 * @param distances D of each, at its matched position
 * @param inside how many distinct ones have D ≤ ε
 */
record MatchedInputs(Findings found, double[] distances, int inside, double epsilon) {

    static MatchedInputs of(Findings found, SamplingSettings settings, Task task) {
        double[] distances = IntStream.range(0, found.distinct().size())
                .mapToDouble(i -> MatchedPosition.of(
                                settings.match(),
                                found.distances().get(i),
                                found.distinct().get(i).input(),
                                task)
                        .distance())
                .toArray();
        int inside = (int) Arrays.stream(distances)
                .filter(distance -> distance <= settings.epsilon())
                .count();
        return new MatchedInputs(found, distances, inside, settings.epsilon());
    }

    /** Returns the matched position of each input. */
    static List<MatchedPosition> matches(
            List<int[]> inputs, List<float[]> distances, SamplingSettings settings, Task task) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> MatchedPosition.of(settings.match(), distances.get(i), inputs.get(i), task))
                .toList();
    }

    /**
     * Returns the inputs that a result keeps one by one, closest first: of those inside evenly over their ranks, of those
     * outside the closest. Ranks inside are by the distance to the places that are shown, equal ones in the order in which
     * they were found: rounding must not choose between inputs that the model does not tell apart.
     *
     * @param most of either
     */
    List<Integer> kept(int most) {
        List<Integer> in = IntStream.range(0, distances.length)
                .filter(i -> distances[i] <= epsilon)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> ShownSamples.place(distances[i])))
                .toList();
        List<Integer> kept = new ArrayList<>(ShownSamples.spread(in.size(), Math.min(in.size(), most))
                .mapToObj(in::get)
                .toList());
        kept.sort(Comparator.comparingDouble(i -> distances[i]));
        double far = farthestKept(most);
        List<Integer> out = IntStream.range(0, distances.length)
                .filter(i -> !(distances[i] <= epsilon) && !(distances[i] > far))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .toList();
        kept.addAll(out.subList(0, Math.min(out.size(), most)));
        return kept;
    }

    /** Returns the distance of the last that is kept outside; of a million inputs only the nearest are put in order. */
    private double farthestKept(int most) {
        PriorityQueue<Double> nearest = new PriorityQueue<>(Comparator.reverseOrder());
        for (double distance : distances) {
            if (distance <= epsilon) {
                continue;
            }
            if (nearest.size() < most) {
                nearest.add(distance);
            } else if (Double.compare(distance, nearest.element()) < 0) {
                nearest.remove();
                nearest.add(distance);
            }
        }
        return nearest.size() < most ? Double.POSITIVE_INFINITY : nearest.element();
    }

    /** Returns what each way of coming by inputs yielded. */
    List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (int origin = 0; origin < found.origins().size(); origin++) {
            int proposals = 0;
            int distinct = 0;
            int insideOfIt = 0;
            for (int i = 0; i < distances.length; i++) {
                int count = found.distinct().get(i).counts()[origin];
                proposals += count;
                distinct += count > 0 ? 1 : 0;
                insideOfIt += distances[i] <= epsilon ? count : 0;
            }
            Origin from = found.origins().get(origin);
            int way = origin;
            groups.add(new Group(
                    from.source(),
                    from.setting(),
                    from.corpus(),
                    proposals,
                    distinct,
                    insideOfIt,
                    FoundDistances.of(repeated(i -> found.distinct().get(i).counts()[way]))));
        }
        return groups;
    }

    /** Returns the distances, each as often as its input counts. */
    private double[] repeated(IntUnaryOperator count) {
        double[] all =
                new double[IntStream.range(0, distances.length).map(count).sum()];
        int from = 0;
        for (int i = 0; i < distances.length; i++) {
            int to = from + count.applyAsInt(i);
            Arrays.fill(all, from, to, distances[i]);
            from = to;
        }
        return all;
    }

    /** Returns the distances of the distinct inputs. */
    FoundDistances ofDistinct() {
        return FoundDistances.of(distances);
    }

    /** Returns how many proposals have which distance. */
    List<Bin> histogram() {
        DistanceBins bins = new DistanceBins(epsilon);
        for (int i = 0; i < distances.length; i++) {
            bins.add(distances[i], found.distinct().get(i).count());
        }
        return bins.counted();
    }
}
