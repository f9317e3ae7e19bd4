package org.inversionview.models.weights;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.inversionview.models.files.ProcessLock;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.files.WrittenFile;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a shipped model: {@code card.json} beside its weights.
 *
 * @param name by which a shipped model is asked for, or its folder's
 * @param task whose vocabulary and inputs it has
 * @param description one sentence
 * @param probed the probed model
 * @param decoder its decoder; null where none was trained
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        String name,
        String task,
        String description,
        Probed probed,
        @Nullable Decoder decoder) {

    public ModelCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(probed, "probed");
    }

    /** File name of the card. */
    public static final String FILE = "card.json";

    private static final String LOCK = ".card.lock";
    private static final String ADVICE = "fetch or train the model again";

    /**
     * The probed model.
     *
     * @param file weights, in the card's folder; or a folder in Hugging Face layout, anywhere
     * @param sha256 of that file
     * @param exactMatch share of held-out inputs whose whole answer is right, from 0 to 1
     * @param heldOutInputs on how many that was measured; 0 where it was not
     * @param variations the same share of inputs that no training draws, by what is new in them; null where the task has none
     * @param training how it came about; null where others trained it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Probed(
            String file,
            String sha256,
            Shape config,
            double exactMatch,
            int heldOutInputs,
            @Nullable Map<String, Double> variations,
            @Nullable Training training) {

        public Probed {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(config, "config");
            share("exact_match", exactMatch);
            variations = variations == null ? null : kept("variations", variations);
        }
    }

    /** A GPT-2 style transformer's shape; see the configuration of the transformer for what each number means. */
    public record Shape(
            int vocabulary,
            int positions,
            int width,
            int layers,
            int heads,
            int mlpWidth,
            float layerNormEpsilon,
            String activation) {

        public Shape {
            Objects.requireNonNull(activation, "activation");
        }
    }

    /**
     * The decoder.
     *
     * @param meanInPreimageRate over the sites
     * @param margin half the width of that mean's 95 % confidence interval
     * @param wellFormed share of all samples that are inputs of the task with the right answer, from 0 to 1
     * @param epsilon at which it was measured
     * @param metric of the distance; null for normalized Euclidean distance
     * @param bosAttention which positions it was trained and measured at; null for all that are probed
     * @param schedule of the samples; null for the activation as it is, at temperature 1
     * @param seed of the measurement
     * @param sites what was measured at each site, by short name
     * @param coverage how much of preimages it finds; null if not measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Decoder(
            String file,
            String sha256,
            Shape transformer,
            Encoder encoder,
            double meanInPreimageRate,
            double margin,
            double wellFormed,
            double epsilon,
            @Nullable String metric,
            @Nullable BosAttention bosAttention,
            @Nullable String schedule,
            long seed,
            Map<String, SiteQuality> sites,
            @Nullable Coverage coverage,
            Training training) {

        public Decoder {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(sha256, "sha256");
            Objects.requireNonNull(transformer, "transformer");
            Objects.requireNonNull(encoder, "encoder");
            Objects.requireNonNull(training, "training");
            share("mean_in_preimage_rate", meanInPreimageRate);
            share("well_formed", wellFormed);
            sites = kept("sites", sites);
        }

        /** Returns the same with another measurement of its coverage. */
        public Decoder with(Coverage other) {
            return new Decoder(
                    file,
                    sha256,
                    transformer,
                    encoder,
                    meanInPreimageRate,
                    margin,
                    wellFormed,
                    epsilon,
                    metric,
                    bosAttention,
                    schedule,
                    seed,
                    sites,
                    other,
                    training);
        }

        /** Returns the same, trained and measured at other positions. */
        public Decoder with(@Nullable BosAttention other) {
            return new Decoder(
                    file,
                    sha256,
                    transformer,
                    encoder,
                    meanInPreimageRate,
                    margin,
                    wellFormed,
                    epsilon,
                    metric,
                    other,
                    schedule,
                    seed,
                    sites,
                    coverage,
                    training);
        }
    }

    /**
     * Positions that do not count at heads, because these attend to BOS there.
     *
     * @param most of its attention that a head gives to BOS where a position counts, above 0 and below 1
     * @param leftOut share of the heads' probed positions that do not count, from 0 to 1
     */
    public record BosAttention(double most, double leftOut) {

        public BosAttention {
            share("most", most);
            share("left_out", leftOut);
        }
    }

    /**
     * The activation encoder's shape.
     *
     * @param reads names of the sites that it reads, by their numbers; null where these are all of the model's
     * @param gated whether its slots stand for themselves behind a gate; null where they do not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Encoder(
            int sites,
            int activationWidth,
            int width,
            int blocks,
            int slots,
            @Nullable List<String> reads,
            @Nullable Boolean gated) {

        public Encoder {
            reads = reads == null ? null : List.copyOf(reads);
        }
    }

    /**
     * A site's quality.
     *
     * @param inPreimageRate share of samples at temperature 1 in the ε-preimage, from 0 to 1
     * @param interval its 95 % confidence interval: low, high
     * @param queries held-out queries, one sample each
     * @param byPosition the rate by the query position's name or number
     * @param wellFormed share of the samples that are inputs of the task with the right answer, from 0 to 1
     * @param distinct mean share of distinct inputs among several samples of one query; null if not measured
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SiteQuality(
            double inPreimageRate,
            List<Double> interval,
            int queries,
            Map<String, Double> byPosition,
            double wellFormed,
            @Nullable Double distinct) {

        public SiteQuality {
            interval = List.copyOf(Objects.requireNonNull(interval, "interval"));
            share("in_preimage_rate", inPreimageRate);
            share("well_formed", wellFormed);
            byPosition = kept("by_position", byPosition);
        }
    }

    /**
     * The share of an ε-preimage, weighted by the task's distribution, that the decoder finds: mean over held-out queries.
     *
     * @param proposals of the decoder for each query
     * @param schedule of temperatures and noise, as a user writes it
     * @param epsilon at which it was measured, best position
     * @param metric of the distance; null for normalized Euclidean distance
     * @param inputs of the task among which each preimage's members were looked for
     * @param members of each preimage that were scored at most
     * @param noisy activations that each mean over noise is over
     * @param seed of queries, draws and proposals
     * @param sites what was measured at each site, by short name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Coverage(
            int proposals,
            String schedule,
            double epsilon,
            @Nullable String metric,
            int inputs,
            int members,
            int noisy,
            long seed,
            Map<String, SiteCoverage> sites) {

        public Coverage {
            sites = kept("sites", sites);
        }
    }

    /**
     * A site's coverage.
     *
     * @param mean from 0 to 1
     * @param interval its 95 % confidence interval: low, high
     * @param queries of which something is known
     * @param unknown queries of which nothing is known: no member of their preimages was found
     * @param byPosition mean by the query position's name or number
     * @param ceilings what as many draws from the preimage itself would find, in the same way; null where that is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SiteCoverage(
            double mean,
            List<Double> interval,
            int queries,
            int unknown,
            Map<String, Double> byPosition,
            @Nullable Map<String, Double> ceilings) {

        public SiteCoverage {
            interval = List.copyOf(interval);
            ceilings = ceilings == null ? null : kept("ceilings", ceilings);
            byPosition = kept("by_position", byPosition);
        }
    }

    /**
     * How weights came about.
     *
     * @param command that trains them again
     * @param plan every number of the recipe, by name
     * @param seconds how long it took
     * @param device on what
     * @param note where the weights came about otherwise than the command says; null where they did not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Training(
            String command,
            Map<String, Object> plan,
            double seconds,
            String device,
            @Nullable String note) {

        public Training {
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(device, "device");
            plan = kept("plan", plan);
        }
    }

    /** Returns a copy in the same order, which the card's file keeps. */
    private static <V> Map<String, V> kept(String field, Map<String, V> given) {
        Objects.requireNonNull(given, field);
        given.forEach((name, value) -> Objects.requireNonNull(value, field + "." + name));
        return Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    private static double share(String field, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is %s: it must be from 0 to 1".formatted(field, value));
        }
        return value;
    }

    /**
     * Returns the card in a folder.
     *
     * @throws IOException in one line, if there is none, or naming what is wrong in it
     */
    public static ModelCard read(Path folder) throws IOException {
        return StrictJson.read(folder.resolve(FILE), ModelCard.class, ADVICE);
    }

    /** Returns the card in a stream. */
    public static ModelCard read(InputStream in) throws IOException {
        return StrictJson.read(in, FILE, ModelCard.class, ADVICE);
    }

    /**
     * Changes the card of a folder. Two who change it at once, in whichever process, wait for each other: neither loses what the
     * other wrote.
     *
     * @param how gives the changed card
     */
    public static void change(Path folder, UnaryOperator<ModelCard> how) throws IOException {
        try (ProcessLock alone = ProcessLock.await(folder.resolve(LOCK), () -> {})) {
            how.apply(read(folder)).write(folder);
        }
    }

    /** Writes the card into a folder, beside the file and then renamed. */
    public void write(Path folder) throws IOException {
        WrittenFile.write(folder.resolve(FILE), StrictJson.write(this));
    }

    /** Returns a copy with another decoder. */
    public ModelCard withDecoder(Decoder other) {
        return new ModelCard(name, task, description, probed, other);
    }
}
