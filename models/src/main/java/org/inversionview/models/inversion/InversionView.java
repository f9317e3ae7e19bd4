package org.inversionview.models.inversion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.SampleSource.Findings;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.CorpusText;
import org.inversionview.models.tasks.Positions;
import org.inversionview.models.tasks.Task;

/**
 * InversionView: from a query activation to samples of its ε-preimage (Huang et al. 2024, §2).
 *
 * <p>The query activation z is read from the probed model; a source finds inputs: a decoder proposes them for z, or they are
 * drawn from the task, or all of them are at hand, or a text is cut into them, or a search goes on from these; duplicates are merged; the activation of every distinct one is the probed
 * model's own, and its distance from z measured. What follows is the same for every source.
 */
public final class InversionView {

    private static final int DRAWS = 100;

    private final ProbedModel model;
    private final SampleSource source;
    private final Provenance provenance;

    private InversionView(ProbedModel model, SampleSource source, Provenance provenance) {
        this.model = model;
        this.source = source;
        this.provenance = provenance;
    }

    /**
     * Joins a probed model and its decoder.
     *
     * @param provenance goes into every result
     * @throws InvalidRequestException if the two do not belong together
     */
    public InversionView(ProbedModel model, Decoder decoder, Provenance provenance) {
        this(model, new DecoderSource(model, decoder), provenance);
    }

    /**
     * Asks with inputs drawn from the model's task, in no way steered: no decoder is needed.
     *
     * @param draws how many, from 1 to 1,000,000
     */
    public static InversionView ofDraws(TaskInputs inputs, int draws, long seed) {
        return new InversionView(
                inputs.model(), new PoolSource(inputs, inputs.drawn(draws, seed)), inputs.provenance());
    }

    /**
     * Asks with every input of the model's task: what lies inside ε is the preimage itself.
     *
     * @throws InvalidRequestException if the task does not list its inputs
     */
    public static InversionView ofAll(TaskInputs inputs) {
        return new InversionView(inputs.model(), new PoolSource(inputs, inputs.all()), inputs.provenance());
    }

    /**
     * Asks in several ways at once, of one model: what they find is merged, and every sample says where it came from.
     *
     * @param views at least one; the provenance is that of the first
     */
    public static InversionView joined(List<InversionView> views) {
        InversionView first = views.get(0);
        return views.size() == 1
                ? first
                : new InversionView(
                        first.model,
                        new JoinedSources(
                                views.stream().map(view -> view.source).toList()),
                        first.provenance);
    }

    /**
     * Asks with the windows of a text of the user's own.
     *
     * @param window tokens of each at most, BOS and EOS not counted
     * @throws InvalidRequestException if the model does not read GPT-2's tokens, or no windows of this length, or there are too
     *     many of them
     */
    public static InversionView ofText(TaskInputs inputs, CorpusText text, int window) {
        return new InversionView(
                inputs.model(), new PoolSource(inputs, inputs.windows(text, window)), inputs.provenance());
    }

    /**
     * Returns a view that goes on from the nearest of what this one finds, step by step towards the query activation: for
     * preimages so narrow that nothing else meets them.
     *
     * @param runs of the model that the search may take, from 1 to 1,000,000
     */
    public InversionView searching(int runs) {
        return new InversionView(model, new SearchSource(model, source, runs), provenance);
    }

    /**
     * Returns what was found of the query activation's ε-preimage. Deterministic for the settings' seed on one device.
     *
     * @throws InvalidRequestException if the model has no such site, the input no such position, or z is zero
     */
    public EpsilonPreimage inspect(Query query, SamplingSettings settings) {
        return inspect(query, settings, model.runner());
    }

    /** As above, with a runner that is heard of; interrupted, it has what was sampled so far. */
    public EpsilonPreimage inspect(Query query, SamplingSettings settings, WorkRunner runner) {
        return inspect(query, query.activation(model), settings, runner);
    }

    private EpsilonPreimage inspect(Query query, QueryActivation z, SamplingSettings settings, WorkRunner runner) {
        long start = System.nanoTime();
        Findings found = source.find(query, z, settings, runner);
        MatchedInputs matched = MatchedInputs.of(found, settings, model.task());
        List<MeasuredProposal> kept = matched.kept(source.kept()).stream()
                .map(i -> MeasuredProposal.of(
                        found.distinct().get(i), found.distances().get(i), settings, model.task()))
                .toList();
        List<Integer> shown = shown(kept, query, settings.show());
        boolean anyText = found.origins().stream().anyMatch(origin -> origin.source() == Source.CORPUS);
        List<Sample> samples = samples(found, kept, shown, anyText, differences(kept, shown, query, z));
        return new EpsilonPreimage(
                provenance,
                model.task().vocabulary().decode(query.input()),
                model.task().vocabulary().tokens(query.input()),
                query.position(),
                Positions.name(model.task(), query.input(), query.position()),
                query.site().shortName(),
                query.site().fullName(),
                z.norm(),
                settings,
                matched.groups(),
                matched.distances().length,
                matched.inside(),
                matched.histogram(),
                samples,
                shown,
                (System.nanoTime() - start) / 1e9,
                matched.ofDistinct());
    }

    /**
     * Returns the same search for other activations than the query's, in the same way.
     *
     * @param settings how the query was asked for
     */
    public List<Control> controls(Query query, SamplingSettings settings, WorkRunner runner) {
        QueryActivation z = query.activation(model);
        RandomGenerator random = new SplittableRandom(settings.seed());
        List<Control> controls = new ArrayList<>();
        QueryActivation begin = new Query(query.input(), query.site(), 0).vector(model);
        if (begin.isDirected() && query.position() > 0) {
            controls.add(
                    control(Control.Kind.BOS, source.find(query, begin, settings, runner.within(0, 0.25)), settings));
        }
        controls.add(control(
                Control.Kind.RANDOM,
                source.find(query, z.turned(random), settings, runner.within(0.25, 0.5)),
                settings));
        another(query, random)
                .map(other -> control(
                        Control.Kind.ANOTHER_INPUT,
                        source.find(query, other, settings, runner.within(0.5, 0.75)),
                        settings))
                .ifPresent(controls::add);
        if (begin.isDirected()) {
            source.prior(query, begin, z, settings, runner.within(0.75, 1))
                    .map(found -> control(Control.Kind.PRIOR, found, settings))
                    .ifPresent(controls::add);
        }
        return controls;
    }

    private Control control(Control.Kind kind, Findings found, SamplingSettings settings) {
        MatchedInputs matched = MatchedInputs.of(found, settings, model.task());
        int inside = matched.groups().stream()
                .mapToInt(EpsilonPreimage.Group::inside)
                .sum();
        int proposals = matched.groups().stream()
                .mapToInt(EpsilonPreimage.Group::proposals)
                .sum();
        return new Control(kind, new Proportion(inside, proposals), matched.inside(), matched.histogram());
    }

    /** Returns the activation of a random input at the position of the same name; nothing where a hundred had none. */
    private Optional<QueryActivation> another(Query query, RandomGenerator random) {
        Task task = model.task();
        String name = Positions.name(task, query.input(), query.position());
        for (int draw = 0; draw < DRAWS; draw++) {
            int[] input = task.sample(random);
            OptionalInt position = Positions.find(task, input, name);
            if (position.isPresent() && !Arrays.equals(input, query.input())) {
                QueryActivation other = new Query(input, query.site(), position.getAsInt()).vector(model);
                if (other.isDirected()) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    /** Returns indices of those to look at; that the query leads to its own activation says nothing. */
    private static List<Integer> shown(List<MeasuredProposal> kept, Query query, int show) {
        List<Integer> others = IntStream.range(0, kept.size())
                .filter(i -> !Arrays.equals(kept.get(i).proposal().input(), query.input()))
                .boxed()
                .toList();
        return ShownSamples.choose(others.stream().map(kept::get).toList(), show).stream()
                .map(others::get)
                .toList();
    }

    private List<List<Double>> differences(
            List<MeasuredProposal> kept, List<Integer> shown, Query query, QueryActivation z) {
        List<int[]> inputs =
                shown.stream().map(i -> kept.get(i).proposal().input()).toList();
        return source.probabilityDifferences(inputs, query, z);
    }

    /** Returns plain values of all; {@code differences} are those of the shown ones. */
    private List<Sample> samples(
            Findings found,
            List<MeasuredProposal> kept,
            List<Integer> shown,
            boolean anyText,
            List<List<Double>> differences) {
        List<List<Double>> ofKept = new ArrayList<>(Collections.nCopies(kept.size(), List.of()));
        for (int i = 0; i < shown.size(); i++) {
            ofKept.set(shown.get(i), differences.get(i));
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            MeasuredProposal each = kept.get(i);
            samples.add(each.sample(model.task(), found.sources(each.proposal()), anyText, ofKept.get(i)));
        }
        return samples;
    }
}
