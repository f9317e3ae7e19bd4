package org.inversionview.models.inversion;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.engine.WorkRunner;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.inversion.PreimageCoverage.Other;
import org.inversionview.models.inversion.SampleSource.Findings;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.Positions;

/**
 * Measures what a decoder misses of an ε-preimage.
 *
 * <p>A pool's inputs inside ε are a fair sample of the preimage, or all of it. The chance that n proposals of the decoder contain
 * such a member, averaged over them, is the share of the preimage that the decoder finds. Members are scored in a random order:
 * where the thread is interrupted, those that were scored are a fair sample still.
 */
public final class DecoderCoverage {

    // shares of the work: measuring the pool, sampling, scoring once, and the rest scoring under every setting
    private static final double MEASURED = 0.2;
    private static final double SAMPLED = 0.3;
    private static final double SCORED_ONCE = 0.4;

    private final ProbedModel model;
    private final Decoder decoder;
    private final DecoderSource proposer;
    private final PoolSource pool;
    private final OptionalLong listed;
    private final Provenance provenance;

    private DecoderCoverage(TaskInputs inputs, Decoder decoder, InputPool pool) {
        this.model = inputs.model();
        this.decoder = decoder;
        this.proposer = new DecoderSource(model, decoder);
        this.pool = new PoolSource(inputs, pool);
        this.listed = inputs.listed();
        this.provenance = inputs.provenance();
    }

    /**
     * Takes members of preimages from inputs drawn from the model's task.
     *
     * @param draws how many, from 1 to 1,000,000
     * @throws InvalidRequestException if model and decoder do not belong together
     */
    public static DecoderCoverage ofDraws(TaskInputs inputs, Decoder decoder, int draws, long seed) {
        return new DecoderCoverage(inputs, decoder, inputs.drawn(draws, seed));
    }

    /**
     * Takes members of preimages from all inputs of the model's task.
     *
     * @throws InvalidRequestException if the task does not list its inputs, or model and decoder do not belong together
     */
    public static DecoderCoverage ofAll(TaskInputs inputs, Decoder decoder) {
        return new DecoderCoverage(inputs, decoder, inputs.all());
    }

    /** As above, of a task that has no more inputs than are usually drawn; of any other from that many draws. */
    public static DecoderCoverage usual(TaskInputs inputs, Decoder decoder, long seed) {
        int draws = inputs.usualDraws();
        boolean few = inputs.listed().orElse(Long.MAX_VALUE) <= draws;
        return few ? ofAll(inputs, decoder) : ofDraws(inputs, decoder, draws, seed);
    }

    /** Returns how many inputs members are looked for in, duplicates counted. */
    int pooled() {
        return pool.size();
    }

    /**
     * Returns what the decoder finds of the query activation's preimage. Deterministic for the settings' seed on one device.
     *
     * @throws InvalidRequestException if the model has no such site, the input no such position, or z is zero
     */
    public PreimageCoverage measure(Query query, CoverageSettings settings, WorkRunner runner) {
        long start = System.nanoTime();
        QueryActivation z = query.activation(model);
        SamplingSettings sampling = settings.sampling();
        TwoSides sides = sides(query, z, sampling, runner.within(0, MEASURED));
        Proposals proposals = proposer.propose(query, z, sampling, runner.within(MEASURED, SAMPLED));
        Set<List<Integer>> proposed =
                proposals.inputs().stream().map(TwoSides::key).collect(Collectors.toSet());
        Scoring scoring = new Scoring(query, z, settings);
        List<Other> others = scoring.others(sides, runner.within(SAMPLED, SCORED_ONCE));
        List<Member> members = scoring.members(sides, proposed, runner.within(SCORED_ONCE, 1));
        int[] input = query.input();
        return new PreimageCoverage(
                provenance,
                model.task().vocabulary().decode(input),
                model.task().vocabulary().tokens(input),
                query.position(),
                Positions.name(model.task(), input, query.position()),
                query.site().shortName(),
                query.site().fullName(),
                settings,
                pool.source(),
                sides.count(),
                sides.members().size(),
                coverage(members, sides.members().size()),
                ceiling(sides, sampling.proposals()),
                sides.found(proposed),
                proposals.unseen(),
                auroc(members, others),
                members,
                others,
                (System.nanoTime() - start) / 1e9);
    }

    /** A coverage without what else is measured. */
    record Share(double coverage, double ceiling) {}

    /** Returns the coverage alone; nothing is proposed. */
    Share share(Query query, CoverageSettings settings, WorkRunner runner) {
        QueryActivation z = query.activation(model);
        TwoSides sides = sides(query, z, settings.sampling(), runner.within(0, MEASURED));
        List<Member> members = new Scoring(query, z, settings).members(sides, Set.of(), runner.within(MEASURED, 1));
        return new Share(
                coverage(members, sides.members().size()).value(),
                ceiling(sides, settings.sampling().proposals()));
    }

    private TwoSides sides(Query query, QueryActivation z, SamplingSettings sampling, WorkRunner runner) {
        Findings found = pool.find(query, z, sampling, runner);
        return TwoSides.of(MatchedInputs.of(found, sampling, model.task()));
    }

    /** The mean over draws: an input that was drawn twice counts twice. */
    private MeanShare coverage(List<Member> members, int known) {
        double[] chances = members.stream()
                .flatMapToDouble(member -> DoubleStream.generate(member::chance).limit(member.count()))
                .toArray();
        boolean all = pool.source() == Source.EXACT && chances.length == known;
        return all ? MeanShare.ofAll(chances) : MeanShare.sampled(chances);
    }

    /** The share that as many draws from the preimage itself would find: 1 − (1 − 1 / size)ⁿ. */
    private double ceiling(TwoSides sides, int proposals) {
        double size = (double) sides.members().size() / sides.count() * listed.orElse(0);
        return size > 0 ? -Math.expm1(proposals * Math.log1p(-1 / Math.max(1, size))) : Double.NaN;
    }

    private static double auroc(List<Member> members, List<Other> others) {
        return Auroc.of(
                members.stream().mapToDouble(Member::logProbability).toArray(),
                others.stream().mapToDouble(Other::logProbability).toArray());
    }

    /** What the decoder says of inputs, given one activation. */
    private final class Scoring {

        private final int site;
        private final QueryActivation z;
        private final CoverageSettings settings;

        Scoring(Query query, QueryActivation z, CoverageSettings settings) {
            this.site = proposer.siteIndex(query.site());
            this.z = z;
            this.settings = settings;
        }

        List<Other> others(TwoSides sides, WorkRunner runner) {
            TwoSides.Chosen chosen =
                    sides.someOthers(settings.others(), settings.sampling().seed());
            List<double[]> plain = logarithms(SamplingSchedule.PLAIN, chosen.inputs(), runner);
            return IntStream.range(0, plain.size())
                    .mapToObj(i -> new Other(chosen.distances()[i], plain.get(i)[0]))
                    .toList();
        }

        List<Member> members(TwoSides sides, Set<List<Integer>> proposed, WorkRunner runner) {
            SamplingSettings sampling = settings.sampling();
            TwoSides.Chosen chosen = sides.someMembers(settings.members(), sampling.seed());
            double once = 1.0 / (1 + sampling.schedule().settings().size() * settings.noisy());
            List<double[]> plain = logarithms(SamplingSchedule.PLAIN, chosen.inputs(), runner.within(0, once));
            List<double[]> scored = logarithms(sampling.schedule(), chosen.inputs(), runner.within(once, 1));
            int[] proposals = sampling.schedule().proposals(sampling.proposals());
            return IntStream.range(0, scored.size())
                    .mapToObj(i -> new Member(
                            model.task().vocabulary().decode(chosen.inputs().get(i)),
                            chosen.distances()[i],
                            chosen.counts()[i],
                            plain.get(i)[0],
                            Arrays.stream(scored.get(i)).boxed().toList(),
                            ProposalProbabilities.chance(scored.get(i), proposals),
                            proposed.contains(TwoSides.key(chosen.inputs().get(i)))))
                    .sorted(Comparator.comparingDouble(Member::chance).thenComparing(Member::text))
                    .toList();
        }

        private List<double[]> logarithms(SamplingSchedule schedule, List<int[]> inputs, WorkRunner runner) {
            return new ProposalProbabilities(decoder, site, schedule, settings.noisy())
                    .logarithms(
                            inputs, z, new SplittableRandom(settings.sampling().seed()), runner);
        }
    }
}
