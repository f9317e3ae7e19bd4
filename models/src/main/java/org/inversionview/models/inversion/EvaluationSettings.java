package org.inversionview.models.inversion;

import org.inversionview.models.InvalidRequestException;

/**
 * How a decoder is measured.
 *
 * @param epsilon from above 0
 * @param metric by which a sample is inside
 * @param bos which positions count as queries, by heads' attention to BOS
 * @param schedule by which the samples are drawn: each of its settings has an equal share of the queries
 * @param queries a site, from 1
 * @param repeated for how many of them, at each site, distinct samples are counted; 0 for none
 * @param samples of each of those
 * @param seed of every random choice
 */
public record EvaluationSettings(
        double epsilon,
        Distance metric,
        BosAttention bos,
        SamplingSchedule schedule,
        int queries,
        int repeated,
        int samples,
        long seed) {

    /** What the shipped models' cards hold. */
    public static final EvaluationSettings DEFAULT = new EvaluationSettings(
            0.1, Distance.EUCLIDEAN, BosAttention.ANY, SamplingSchedule.PLAIN, 1000, 32, 32, 1_000_000);

    /** A site's queries and their activations are held in memory. */
    private static final int MOST = 100_000;

    public EvaluationSettings {
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new InvalidRequestException("epsilon", epsilon, "it must be above 0, and finite");
        }
        if (queries < 1 || queries > MOST) {
            throw new InvalidRequestException("number of queries", queries, "it must be from 1 to %s".formatted(MOST));
        }
        requireAtLeast(0, "number of repeated queries", repeated);
        requireAtLeast(1, "number of samples", samples);
    }

    private static void requireAtLeast(int least, String what, int value) {
        if (value < least) {
            throw new InvalidRequestException(what, value, "it must be %s or above".formatted(least));
        }
    }

    /** Returns the rates alone, as a training asks for them on its way: of no more queries than these. */
    public EvaluationSettings quick(int most, long other) {
        return new EvaluationSettings(epsilon, metric, bos, schedule, Math.min(most, queries), 0, 1, other);
    }

    /** Returns the same with another number of queries a site. */
    public EvaluationSettings withQueries(int other) {
        return new EvaluationSettings(epsilon, metric, bos, schedule, other, repeated, samples, seed);
    }

    /** Returns the same with another notion of being inside. */
    public EvaluationSettings within(double otherEpsilon, Distance otherMetric) {
        return new EvaluationSettings(otherEpsilon, otherMetric, bos, schedule, queries, repeated, samples, seed);
    }

    /** Returns the same with samples of another schedule. */
    public EvaluationSettings with(SamplingSchedule other) {
        return new EvaluationSettings(epsilon, metric, bos, other, queries, repeated, samples, seed);
    }

    /** Returns the same with queries at the positions that count. */
    public EvaluationSettings at(BosAttention other) {
        return new EvaluationSettings(epsilon, metric, other, schedule, queries, repeated, samples, seed);
    }

    /** Returns the same with another seed. */
    public EvaluationSettings withSeed(long other) {
        return new EvaluationSettings(epsilon, metric, bos, schedule, queries, repeated, samples, other);
    }
}
