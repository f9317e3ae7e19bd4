package org.inversionview.models.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.inversion.Nearness;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.Source;

/**
 * What is measured where, of which queries. Plain values: a plan is written, compared, and sent to other machines.
 *
 * @param model of which it is
 * @param measures what is done at each site and position
 * @param sites short names of the activation sites
 * @param positions of the queries, as a person writes them; a query that lacks one has no row there
 * @param queries which they are
 * @param members where members of preimages come from
 * @param features whose consistency is measured
 * @param output where the model's output is read, and what contrast inputs are; of no importance unless a measure reads it
 * @param seed of all random choices
 */
public record SweepPlan(
        Subject model,
        List<Measure> measures,
        List<String> sites,
        List<String> positions,
        Queries queries,
        Members members,
        List<String> features,
        Output output,
        long seed) {

    private static final int MOST_QUERIES = 100_000;
    private static final int MOST_DRAWS = 1_000_000;

    /**
     * The model, and what it is known by.
     *
     * @param name the shipped model's name, or the folder
     * @param task the task's name
     * @param processed whether activations are those of the processed weights
     * @param probedSha256 hash of the probed model's weights
     * @param decoderSha256 hash of the decoder's weights; empty where there is none
     * @param device such as {@code cpu}
     */
    public record Subject(
            String name, String task, boolean processed, String probedSha256, String decoderSha256, String device) {

        public Subject {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(probedSha256, "probed_sha256");
            Objects.requireNonNull(decoderSha256, "decoder_sha256");
            Objects.requireNonNull(device, "device");
        }
    }

    /**
     * The queries.
     *
     * @param count how many, from 1 to 100,000
     * @param given as texts; where there are none, queries are drawn from the task
     * @param inItem how many of them an item has at most, from 1: fewer lose less in a kill, more share what is computed once
     */
    public record Queries(int count, List<String> given, int inItem) {

        public Queries {
            given = List.copyOf(Objects.requireNonNull(given, "given"));
            if (count < 1 || count > MOST_QUERIES) {
                throw new InvalidRequestException("number of queries", count, "it must be from 1 to " + MOST_QUERIES);
            }
            if (!given.isEmpty() && given.size() != count) {
                throw new InvalidRequestException("number of queries", count, given.size() + " are given");
            }
            if (inItem < 1) {
                throw new InvalidRequestException("queries in an item", inItem, "it must be 1 or above");
            }
        }
    }

    /**
     * Members of preimages.
     *
     * @param source of those that are inspected
     * @param proposals of a decoder for each query, from 1 to 1,000,000
     * @param draws from the task, where they are needed, from 1 to 1,000,000
     * @param near what counts as inside
     */
    public record Members(Source source, int proposals, int draws, Nearness near) {

        public Members {
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(near, "near");
            if (source == Source.CORPUS || source == Source.SEARCH) {
                throw new InvalidRequestException(
                        "source", source, "a sweep takes samples from the decoder, the task, or all inputs (exact)");
            }
            near.sampling(proposals, SamplingSchedule.AUTO, 0); // says what is wrong with the number of proposals
            if (draws < 1 || draws > MOST_DRAWS) {
                throw new InvalidRequestException(
                        "number of draws", draws, String.format(Locale.ROOT, "it must be from 1 to %,d", MOST_DRAWS));
            }
        }
    }

    /**
     * The output.
     *
     * @param answer position of the answer token that is predicted; may be empty
     * @param change positions that differ in the contrast inputs; where there are none, these are drawn anew
     */
    public record Output(String answer, List<String> change) {

        /** Not asked for. */
        public static final Output NONE = new Output("", List.of());

        public Output {
            Objects.requireNonNull(answer, "answer");
            change = List.copyOf(Objects.requireNonNull(change, "change"));
        }
    }

    public SweepPlan {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(queries, "queries");
        Objects.requireNonNull(members, "members");
        Objects.requireNonNull(output, "output");
        measures = some("measures", measures).stream().sorted().toList();
        sites = some("sites", sites);
        positions = some("positions", positions);
        features = List.copyOf(Objects.requireNonNull(features, "features"));
        if (output.answer().isEmpty() && measures.stream().anyMatch(Measure::readsAnswer)) {
            throw new InvalidRequestException(
                    "answer position", "", "patch and ablate read the output there: name the position of the answer");
        }
        if (features.isEmpty() && measures.contains(Measure.FCR)) {
            throw new InvalidRequestException("feature", "", "fcr needs at least one");
        }
    }

    /** Returns the same plan for another device, such as {@code gpu0}. */
    public SweepPlan on(String device) {
        Subject subject =
                new Subject(model.name, model.task, model.processed, model.probedSha256, model.decoderSha256, device);
        return new SweepPlan(subject, measures, sites, positions, queries, members, features, output, seed);
    }

    private static <T> List<T> some(String what, List<T> all) {
        List<T> distinct = Objects.requireNonNull(all, what).stream().distinct().toList();
        if (distinct.isEmpty()) {
            throw new InvalidRequestException(what, "", "at least one is needed");
        }
        return distinct;
    }

    /** Returns the items, in an order in which all sites are seen early: the first queries of each come first. */
    public List<WorkItem> items() {
        List<WorkItem> items = new ArrayList<>();
        for (int from = 0; from < queries.count(); from += queries.inItem()) {
            int to = Math.min(queries.count(), from + queries.inItem());
            for (Measure measure : measures) {
                if (measure.isByQuery()) {
                    for (String site : sites) {
                        items.add(new WorkItem(measure, site, from, to));
                    }
                } else if (from == 0) {
                    sites.forEach(site -> items.add(new WorkItem(measure, site, 0, queries.count())));
                }
            }
        }
        return items;
    }

    /** Returns the names of the numbers that its rows have. */
    public List<String> columns() {
        return measures.stream().flatMap(measure -> measure.columns().stream()).toList();
    }
}
