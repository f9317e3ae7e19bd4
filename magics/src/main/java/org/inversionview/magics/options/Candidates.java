package org.inversionview.magics.options;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.magics.session.Session;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.hub.HubName;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.sweep.Measure;
import org.inversionview.models.tasks.Feature;
import org.inversionview.models.tasks.Task;
import org.inversionview.models.zoo.Zoo;

/**
 * What an option's value may be, for completing it: named in the option's declaration as its
 * {@code completionCandidates}, and made for the session whose loaded model they depend on.
 */
public abstract class Candidates implements Iterable<String> {

    private final Session session;

    /** Makes candidates for a session. */
    protected Candidates(Session session) {
        this.session = session;
    }

    /** Returns where in a value that is being written the part begins that is completed next. */
    public int start(String written) {
        return 0;
    }

    /** Returns what that part may be. */
    public abstract List<String> at(String written);

    @Override
    public Iterator<String> iterator() {
        return at("").iterator();
    }

    Stream<ProbedModel> model() {
        return session.model().map(LoadedModel::probed).stream();
    }

    Stream<Task> task() {
        return model().map(ProbedModel::task);
    }

    /** The names of the query's positions; without a query, of those of the task's examples. */
    List<String> positions() {
        Set<String> names = new LinkedHashSet<>();
        task().forEach(task -> session.query()
                .map(Stream::of)
                .orElseGet(() -> task.examples().stream().map(task::parse))
                .forEach(input -> names.addAll(task.namedPositions(input).keySet())));
        return List.copyOf(names);
    }

    List<String> sites() {
        return model().flatMap(model -> model.sites().stream())
                .map(ActivationSite::shortName)
                .toList();
    }

    List<String> tasks() {
        return session.tasks().names();
    }

    List<String> features() {
        return task().flatMap(task -> session.tasks().features().of(task).stream())
                .map(Feature::name)
                .toList();
    }

    private static int afterComma(String written) {
        return written.lastIndexOf(',') + 1;
    }

    /** Numbers of blocks. */
    public static final class Layers extends Candidates {

        Layers(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return model().flatMap(model -> numbers(model.config().layers())).toList();
        }
    }

    /** Numbers of heads. */
    public static final class Heads extends Candidates {

        Heads(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return model().flatMap(model -> numbers(model.config().heads())).toList();
        }
    }

    private static Stream<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf);
    }

    /** Short names of sites. */
    public static final class Sites extends Candidates {

        Sites(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return sites();
        }
    }

    /** Names of positions. */
    public static final class PositionNames extends Candidates {

        PositionNames(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return positions();
        }
    }

    /** Names of positions, joined by commas. */
    public static final class PositionList extends Candidates {

        PositionList(Session session) {
            super(session);
        }

        @Override
        public int start(String written) {
            return afterComma(written);
        }

        @Override
        public List<String> at(String written) {
            return positions();
        }
    }

    /** {@code best}, or a position. */
    public static final class Matches extends Candidates {

        Matches(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return Stream.concat(Stream.of(SamplingSettings.BEST), positions().stream())
                    .toList();
        }
    }

    /** {@code SITE@POS}, joined by commas; {@code heads} are all of them. */
    public static final class Patches extends Candidates {

        Patches(Session session) {
            super(session);
        }

        @Override
        public int start(String written) {
            return Math.max(afterComma(written), written.lastIndexOf('@') + 1);
        }

        @Override
        public List<String> at(String written) {
            int start = start(written);
            return start > 0 && written.charAt(start - 1) == '@'
                    ? positions()
                    : Stream.concat(Stream.of("heads"), sites().stream())
                            .map(site -> site + "@")
                            .toList();
        }
    }

    /** Inputs of the task. */
    public static final class Inputs extends Candidates {

        Inputs(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return task().flatMap(task -> task.examples().stream()).toList();
        }
    }

    /** Names of tasks. */
    public static final class TaskNames extends Candidates {

        TaskNames(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return tasks();
        }
    }

    /** Shipped models, and those of the hub that have a short name. */
    public static final class Models extends Candidates {

        Models(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return Stream.concat(Zoo.names().stream(), HubName.shortNames().stream())
                    .toList();
        }
    }

    /** Devices. */
    public static final class Devices extends Candidates {

        Devices(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("auto", "cpu", "gpu0");
        }
    }

    /** How a GPU multiplies. */
    public static final class Precisions extends Candidates {

        Precisions(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("float32", "tf32");
        }
    }

    /** Sources of samples, joined by commas. */
    public static final class Sources extends Candidates {

        Sources(Session session) {
            super(session);
        }

        @Override
        public int start(String written) {
            return afterComma(written);
        }

        @Override
        public List<String> at(String written) {
            return Stream.concat(Stream.of("auto"), Stream.of(Source.values()).map(Source::label))
                    .toList();
        }
    }

    /** Where members of a preimage come from that a decoder is to find. */
    public static final class MemberSources extends Candidates {

        MemberSources(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("auto", Source.TASK.label(), Source.EXACT.label());
        }
    }

    /** Where inputs come from that nothing steered. */
    public static final class UnsteeredSources extends Candidates {

        UnsteeredSources(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of(Source.TASK.label(), Source.EXACT.label());
        }
    }

    /** What a language model may be used for. */
    public static final class LanguageModelUses extends Candidates {

        LanguageModelUses(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("false", "prompt", "true");
        }
    }

    /** Names of features, the task's and those that were added; joined by semicolons, as some have commas. */
    public static final class FeatureNames extends Candidates {

        FeatureNames(Session session) {
            super(session);
        }

        @Override
        public int start(String written) {
            return written.lastIndexOf(';') + 1;
        }

        @Override
        public List<String> at(String written) {
            return features();
        }
    }

    /** Where members of preimages come from whose features are compared. */
    public static final class ConsistencySources extends Candidates {

        ConsistencySources(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of(Source.TASK.label(), Source.DECODER.label(), Source.EXACT.label());
        }
    }

    /** What a sweep measures, joined by commas. */
    public static final class Measures extends Candidates {

        Measures(Session session) {
            super(session);
        }

        @Override
        public int start(String written) {
            return afterComma(written);
        }

        @Override
        public List<String> at(String written) {
            return Stream.of(Measure.values()).map(Measure::label).toList();
        }
    }

    /** Where a sweep's members of preimages come from. */
    public static final class SweepSources extends Candidates {

        SweepSources(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("auto", Source.DECODER.label(), Source.TASK.label(), Source.EXACT.label());
        }
    }

    /** Schedules, temperatures joined by commas. */
    public static final class Schedules extends Candidates {

        Schedules(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return List.of("auto", "cosine", "0.5,1,2,2+0.1");
        }
    }
}
