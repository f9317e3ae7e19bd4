package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.tasks.NamedInput;
import org.inversionview.models.tasks.Task;

/** Inputs that nothing steered, drawn from a model's task or all that it has: what of them is inside ε is a fair sample of it. */
public final class UnsteeredInputs {

    private final TaskInputs inputs;
    private final InputPool pool;
    private final long seed;
    private final int[] counts;

    private UnsteeredInputs(TaskInputs inputs, InputPool pool, long seed) {
        this.inputs = inputs;
        this.pool = pool;
        this.seed = seed;
        this.counts =
                pool.distinct().stream().mapToInt(Proposals.Proposal::count).toArray();
    }

    /**
     * Returns inputs drawn from the task.
     *
     * @param draws from 1 to 1,000,000
     */
    public static UnsteeredInputs drawn(TaskInputs inputs, int draws, long seed) {
        return new UnsteeredInputs(inputs, inputs.drawn(draws, seed), seed);
    }

    /** Returns every input of the task; throws an {@link InvalidRequestException} where it does not list them. */
    public static UnsteeredInputs all(TaskInputs inputs) {
        return new UnsteeredInputs(inputs, inputs.all(), 0);
    }

    /** Returns these with others, which can be asked about, but count for nothing where they were not drawn. */
    public UnsteeredInputs asking(List<int[]> queries) {
        return new UnsteeredInputs(inputs, pool.asking(queries), seed);
    }

    /**
     * Returns the same inputs as another model reads them.
     *
     * @throws InvalidRequestException if the other model's task is another
     */
    public UnsteeredInputs readBy(TaskInputs other) {
        String task = other.model().task().name();
        if (!task.equals(task().name())) {
            throw new InvalidRequestException(
                    "task",
                    task,
                    "models are compared by inputs that both read, so both need one task, and this one’s is "
                            + task().name());
        }
        return new UnsteeredInputs(other, pool, seed);
    }

    /** Returns whether others are the very same inputs, whichever model reads them. */
    public boolean areThoseOf(UnsteeredInputs others) {
        return pool == others.pool;
    }

    public Task task() {
        return inputs.model().task();
    }

    public Provenance provenance() {
        return inputs.provenance();
    }

    public Source source() {
        return pool.origin().source();
    }

    /** Returns the seed of the draws; 0 where every input of the task is there. */
    public long seed() {
        return seed;
    }

    /** Returns how many distinct inputs there are. */
    public int size() {
        return pool.distinct().size();
    }

    /** Returns how many inputs there are, duplicates counted. */
    public int draws() {
        return IntStream.of(counts).sum();
    }

    /** Returns a distinct input; not to be changed. */
    public int[] input(int index) {
        return pool.distinct().get(index).input();
    }

    /** Returns the index of an input that is one of these. */
    public OptionalInt index(int[] input) {
        return IntStream.range(0, size())
                .filter(i -> Arrays.equals(input(i), input))
                .findFirst();
    }

    /** Returns a distinct input, to read features of. */
    public NamedInput named(int index) {
        return new NamedInput(task(), input(index));
    }

    /** Returns how often an input was drawn; 0 of one that is only asked about. */
    public int count(int index) {
        return counts[index];
    }

    /**
     * Returns the inputs' activations at sites, for comparing; what is not at hand is computed in one run of each input.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while they are computed
     */
    public List<Neighbours> at(List<ActivationSite> sites, Nearness near, WorkRunner runner) {
        sites.forEach(inputs.model()::require);
        List<SiteActivations> activations = inputs.activations(pool, sites, runner);
        return IntStream.range(0, sites.size())
                .mapToObj(i -> new Neighbours(this, inputs.model(), sites.get(i), activations.get(i), near))
                .toList();
    }

    /** As above, at one site. */
    public Neighbours at(ActivationSite site, Nearness near, WorkRunner runner) {
        return at(List.of(site), near, runner).get(0);
    }
}
