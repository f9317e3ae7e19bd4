package org.inversionview.models.reading;

import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.reading.Explanation.Description;
import org.inversionview.models.tasks.Feature;

/** Statements about inputs, each that one feature has one value, tested against the evidence. */
final class StatementTests {

    /** Of the statements that are taken for true, so large a share may be wrong. */
    static final double FALSE_DISCOVERIES = 0.05;

    /** A part of a description is shared by so many members. */
    static final double ALWAYS = 0.9;

    private final Evidence evidence;
    private final List<Feature> features;
    private final List<?> values;
    private final Hits members;
    private final Hits outside;
    private final Hits near;
    private final Hits fair;

    /**
     * Reads the evidence.
     *
     * @param values one a feature
     */
    StatementTests(Evidence evidence, List<Feature> features, List<?> values) {
        this.evidence = evidence;
        this.features = features;
        this.values = values;
        this.members = Hits.of(evidence.members(), features, values);
        this.outside = Hits.of(evidence.outside(), features, values);
        this.near = Hits.of(evidence.near(), features, values);
        this.fair = evidence.members() == evidence.fair() ? members : Hits.of(evidence.fair(), features, values);
    }

    Hits members() {
        return members;
    }

    Hits outside() {
        return outside;
    }

    Hits near() {
        return near;
    }

    /** Returns a statement a feature, tested; corrected for their number. */
    List<Statement> statements() {
        double[] p = against(outside);
        double[] pNear = against(near);
        return IntStream.range(0, features.size())
                .mapToObj(i -> new Statement(
                        features.get(i).name(),
                        String.valueOf(values.get(i)),
                        members.of(i, members.everything()),
                        near.of(i, near.everything()),
                        all(i),
                        p[i],
                        pNear[i],
                        List.of()))
                .toList();
    }

    private double[] against(Hits others) {
        return ExactTest.adjusted(IntStream.range(0, features.size())
                .mapToDouble(i ->
                        ExactTest.moreInside(members.of(i, members.everything()), others.of(i, others.everything())))
                .toArray());
    }

    /** Returns how many of all inputs have the value; of those that were not read, as many as of those that were. */
    private Proportion all(int feature) {
        int in = evidence.drawn().count(evidence.drawn().inside());
        int out = evidence.drawn().count(evidence.drawn().outside());
        double hits = scaled(fair.of(feature, fair.everything()), in)
                + scaled(outside.of(feature, outside.everything()), out);
        return new Proportion((int) Math.round(hits), in + out);
    }

    private static double scaled(Proportion read, int count) {
        return read.trials() == 0 ? 0 : read.value() * count;
    }

    /** Returns the fewest of some statements that tell members from others as well as all of these do. */
    FewestStatements fewest(List<Integer> some) {
        return new FewestStatements(evidence.drawn(), features(some), values(some));
    }

    /** Returns the conjunction of some of the statements, with its precision and recall. */
    Description conjunction(List<Statement> all, List<Integer> some) {
        return conjunction(all, some, evidence.drawn().precision(features(some), values(some)));
    }

    /** As above, where the precision is known. */
    Description conjunction(List<Statement> all, List<Integer> some, Proportion precision) {
        return new Description(
                some.stream().map(all::get).toList(),
                precision,
                new Proportion(members.count(members.having(some)), members.count(members.everything())));
    }

    private List<Feature> features(List<Integer> some) {
        return some.stream().map(features::get).toList();
    }

    private List<?> values(List<Integer> some) {
        return some.stream().map(values::get).toList();
    }
}
