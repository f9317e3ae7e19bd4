package org.inversionview.models.reading;

import java.util.List;
import java.util.OptionalDouble;
import org.inversionview.models.inversion.Proportion;

/**
 * ε as a dial: how many inputs lie inside, and how many of these a description is true of, from one measurement.
 *
 * @param points in ascending order of ε
 */
public record EpsilonCurve(List<Point> points) {

    private static final double NEARLY_ALL = 0.95;
    private static final int FEW = 10; // so few inputs inside say nothing of the rest

    /**
     * One ε.
     *
     * @param purity of the inputs inside, those that the description is true of, duplicates counted
     * @param found of the inputs that it is true of, those inside
     */
    public record Point(double epsilon, Proportion purity, Proportion found) {}

    public EpsilonCurve {
        points = List.copyOf(points);
    }

    /** Returns the smallest ε at which the description is no longer true of nearly all inside; nothing where it always is. */
    public OptionalDouble breaksAt() {
        return points.stream()
                .filter(point ->
                        point.purity().trials() >= FEW && point.purity().value() < NEARLY_ALL)
                .mapToDouble(Point::epsilon)
                .findFirst();
    }

    /** Returns the smallest ε at which nearly all that the description is true of is inside; nothing where there is none. */
    public OptionalDouble completeAt() {
        return points.stream()
                .filter(point -> point.found().value() >= NEARLY_ALL)
                .mapToDouble(Point::epsilon)
                .findFirst();
    }
}
