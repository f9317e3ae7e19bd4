package org.inversionview.models.reading;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Neighbours.Standing;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.inversion.UnsteeredInputs;
import org.inversionview.models.reading.Comparison.Compared;
import org.inversionview.models.reading.Comparison.Overlap;
import org.inversionview.models.reading.Comparison.Shared;
import org.inversionview.models.tasks.Feature;

/**
 * Compares preimages of several activations, of one model or of several with the same task, by the same inputs that nothing
 * steered.
 */
public final class PreimageComparison {

    private static final int INPUTS = 300; // that are kept one by one

    private final UnsteeredInputs inputs;
    private final List<Question> questions;
    private final List<Standing> standings;

    /** A query, and the inputs that its preimage is of. */
    public record Question(Neighbours neighbours, Query query) {}

    private PreimageComparison(List<Question> questions) {
        this.inputs = questions.get(0).neighbours().inputs();
        if (!questions.stream()
                .allMatch(question -> question.neighbours().inputs().areThoseOf(inputs))) {
            throw new IllegalArgumentException("preimages are compared by the same inputs");
        }
        this.questions = questions;
        this.standings = questions.stream()
                .map(question -> question.neighbours().of(question.query()))
                .toList();
    }

    /**
     * Compares.
     *
     * @param questions two or more, of the same inputs, which several models may read: {@link UnsteeredInputs#readBy}
     * @param named features of the task, and those that were added
     */
    public static Comparison of(List<Question> questions, List<Feature> named) {
        if (questions.size() < 2) {
            throw new InvalidRequestException(
                    "number of preimages",
                    questions.size(),
                    "two or more are compared: name several sites, positions or inputs");
        }
        long start = System.nanoTime();
        PreimageComparison comparison = new PreimageComparison(questions);
        List<PreimageReader.Read> read = questions.stream()
                .map(question -> PreimageReader.read(question.neighbours(), question.query(), named, Optional::empty))
                .toList();
        return new Comparison(
                read.stream().map(PreimageReader.Read::explanation).toList(),
                features(read),
                comparison.overlaps(),
                comparison.inputs(),
                (System.nanoTime() - start) / 1e9);
    }

    /** Returns the features that no other explains in some preimage, and that every preimage was tested for. */
    private static List<Shared> features(List<PreimageReader.Read> read) {
        Set<String> heads = new LinkedHashSet<>();
        read.forEach(one -> one.explanation().statements().forEach(statement -> heads.add(statement.feature())));
        List<Shared> shared = new ArrayList<>();
        for (String head : heads) {
            List<Statement> statements = read.stream()
                    .flatMap(one -> one.all().stream()
                            .filter(statement -> statement.feature().equals(head)))
                    .toList();
            if (statements.size() == read.size()) {
                shared.add(new Shared(head, statements));
            }
        }
        return shared;
    }

    private boolean isInside(int preimage, int input) {
        return standings.get(preimage).distances()[input]
                <= questions.get(preimage).neighbours().nearness().epsilon();
    }

    private List<Overlap> overlaps() {
        List<Overlap> overlaps = new ArrayList<>();
        for (int first = 0; first < questions.size(); first++) {
            for (int second = first + 1; second < questions.size(); second++) {
                overlaps.add(overlap(first, second));
            }
        }
        return overlaps;
    }

    private Overlap overlap(int first, int second) {
        int both = count(i -> isInside(first, i) && isInside(second, i));
        int one = count(i -> isInside(first, i));
        int other = count(i -> isInside(second, i));
        return new Overlap(
                first,
                second,
                new Proportion(both, one + other - both),
                new Proportion(both, one),
                new Proportion(both, other));
    }

    private int count(IntPredicate inside) {
        return IntStream.range(0, inputs.size())
                .filter(inside)
                .map(inputs::count)
                .sum();
    }

    /** Returns members of any of the preimages, evenly in the order of the inputs. */
    private List<Compared> inputs() {
        int[] members = IntStream.range(0, inputs.size())
                .filter(i -> IntStream.range(0, questions.size()).anyMatch(preimage -> isInside(preimage, i)))
                .toArray();
        int kept = Math.min(INPUTS, members.length);
        return IntStream.range(0, kept)
                .map(i -> members[(int) ((long) i * members.length / kept)])
                .mapToObj(i -> new Compared(
                        inputs.named(i).text(),
                        standings.stream()
                                .map(standing -> standing.distances()[i])
                                .toList()))
                .toList();
    }
}
