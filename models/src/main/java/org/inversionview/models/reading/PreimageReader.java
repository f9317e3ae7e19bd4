package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * Reads an ε-preimage: which of many statements about inputs hold inside more often than outside, which of these follow from
 * others, and which few together describe it.
 *
 * <p>A statement follows from another if, of the inputs that the other is true of, members are no likelier to have it than the
 * rest: then the second says nothing that the first has not said. So statements are taken one by one, the one that says most
 * beyond those before, in bits, first; and what is no longer distinct among the inputs that remain is folded under it.
 */
public final class PreimageReader {

    private static final int MOST_STATEMENTS = 6;
    private static final int FEW = 5; // so few other inputs with a statement leave nothing to explain
    private static final double SAME = 0.1; // shares that differ by less, for sure, count as the same
    private static final double NAMED = 1.25; // what someone gave a name to is preferred to what says as much
    private static final int STEPS_BELOW_EPSILON = 5;
    private static final int STEPS = 10 * STEPS_BELOW_EPSILON;
    private static final int EXAMPLES = 3;

    private final int named;
    private final StatementTests tests;
    private final Hits members;
    private final Hits outside;

    private PreimageReader(Evidence evidence, Query query, Task task, List<Feature> named) {
        NamedInput input = new NamedInput(task, query.input());
        List<Feature> features = CandidateFeatures.of(task, input, named);
        List<Object> values = features.stream()
                .map(feature -> feature.of(input, query.position()))
                .toList();
        this.named = named.size();
        this.tests = new StatementTests(evidence, features, values);
        this.members = tests.members();
        this.outside = tests.outside();
    }

    /**
     * Returns what the members of a query's ε-preimage share.
     *
     * @param neighbours whose members they are
     * @param named features of the task, and those that were added
     * @param sampled whose samples are members where the neighbours' are too few: only then is it asked for
     */
    public static Explanation explain(
            Neighbours neighbours, Query query, List<Feature> named, Supplier<Optional<EpsilonPreimage>> sampled) {
        return read(neighbours, query, named, sampled).explanation();
    }

    /** What was read, with every statement that was tested. */
    record Read(Explanation explanation, List<Statement> all) {}

    static Read read(
            Neighbours neighbours, Query query, List<Feature> named, Supplier<Optional<EpsilonPreimage>> sampled) {
        long start = System.nanoTime();
        Task task = neighbours.inputs().task();
        Evidence evidence = Evidence.of(neighbours, query, sampled);
        PreimageReader reader = new PreimageReader(evidence, query, task, named);
        List<Statement> all = reader.tests.statements();
        List<Integer> heads = new ArrayList<>();
        List<Statement> statements = reader.unexplained(all, heads);
        List<Integer> lasting = heads.stream()
                .filter(i -> all.get(i).inside().value() >= StatementTests.ALWAYS)
                .toList();
        FewestStatements fewest = reader.tests.fewest(lasting);
        Explanation explanation = new Explanation(
                neighbours.inputs().provenance(),
                new NamedInput(task, query.input()).text(),
                query.site().shortName(),
                Positions.name(task, query.input(), query.position()),
                neighbours.nearness(),
                evidence.source(),
                reader.members.count(reader.members.everything()),
                reader.tests.near().count(reader.tests.near().everything()),
                neighbours.inputs().draws(),
                all.size(),
                statements,
                reader.indifferent(all),
                reader.tests.conjunction(
                        all, fewest.kept().stream().map(lasting::get).toList(), fewest.precision()),
                fewest.curve(neighbours.nearness().epsilon() / STEPS_BELOW_EPSILON, STEPS),
                evidence.members().stream()
                        .limit(EXAMPLES)
                        .map(one -> one.input().text())
                        .toList(),
                neighbours.inputs().seed(),
                (System.nanoTime() - start) / 1e9);
        return new Read(explanation, all);
    }

    /** Returns the statements that no other explains, with what each explains; their numbers go into {@code heads}. */
    private List<Statement> unexplained(List<Statement> all, List<Integer> heads) {
        List<Statement> found = new ArrayList<>();
        List<Integer> open = new ArrayList<>(IntStream.range(0, all.size())
                .filter(i -> all.get(i).p() <= StatementTests.FALSE_DISCOVERIES)
                .boxed()
                .toList());
        List<Integer> given = new ArrayList<>();
        while (!open.isEmpty() && found.size() < MOST_STATEMENTS) {
            BitSet in = members.having(given);
            BitSet out = outside.having(given);
            int head = open.stream()
                    .max(Comparator.comparingDouble((Integer i) -> preference(i, in, out))
                            .thenComparing(i -> -i))
                    .orElseThrow();
            open.remove((Integer) head);
            heads.add(head);
            given.add(head);
            List<Integer> following = following(open, given);
            open.removeAll(following);
            found.add(all.get(head)
                    .folding(following.stream().map(i -> all.get(i).feature()).toList()));
        }
        return found;
    }

    /** In bits, against the inputs outside, with those inside in their share, so that no base is 0. */
    private double preference(int feature, BitSet in, BitSet out) {
        Proportion inside = members.of(feature, in);
        Proportion base = inside.plus(outside.of(feature, out));
        return Information.bits(inside.value(), base.value()) * (feature < named ? NAMED : 1);
    }

    /** Returns the candidates of which members are no likelier to have the query's value, where some are given. */
    private List<Integer> following(List<Integer> open, List<Integer> given) {
        BitSet in = members.having(given);
        BitSet out = outside.having(given);
        if (outside.count(out) < FEW) {
            return List.copyOf(open);
        }
        double[] p = ExactTest.adjusted(open.stream()
                .mapToDouble(i -> ExactTest.moreInside(members.of(i, in), outside.of(i, out)))
                .toArray());
        return IntStream.range(0, open.size())
                .filter(i -> p[i] > StatementTests.FALSE_DISCOVERIES)
                .mapToObj(open::get)
                .toList();
    }

    /** Returns the named features that surely have about the same share inside as among all inputs. */
    private List<Statement> indifferent(List<Statement> all) {
        return all.subList(0, named).stream()
                .filter(one -> one.p() > StatementTests.FALSE_DISCOVERIES)
                .filter(one -> one.inside().low() > one.all().value() - SAME
                        && one.inside().high() < one.all().value() + SAME)
                .toList();
    }
}
