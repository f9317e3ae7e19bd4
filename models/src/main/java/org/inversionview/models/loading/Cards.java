package org.inversionview.models.loading;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.inversionview.models.OneLine;
import org.inversionview.models.decoder.DecoderConfig;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.CoverageBySite;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.weights.ModelCard;
import org.jspecify.annotations.Nullable;

/** Configurations as a card spells them. */
public final class Cards {

    private Cards() {}

    public static TransformerConfig config(ModelCard.Shape shape) {
        return new TransformerConfig(
                shape.vocabulary(),
                shape.positions(),
                shape.width(),
                shape.layers(),
                shape.heads(),
                shape.mlpWidth(),
                shape.layerNormEpsilon(),
                activation(shape.activation()));
    }

    private static TransformerConfig.Activation activation(String name) {
        return Arrays.stream(TransformerConfig.Activation.values())
                .filter(it -> spelled(it).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("activation %s: it must be %s"
                        .formatted(
                                OneLine.brief(name),
                                Arrays.stream(TransformerConfig.Activation.values())
                                        .map(Cards::spelled)
                                        .collect(Collectors.joining(" or ")))));
    }

    private static String spelled(TransformerConfig.Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }

    public static ModelCard.Shape shape(TransformerConfig config) {
        return new ModelCard.Shape(
                config.vocabulary(),
                config.positions(),
                config.width(),
                config.layers(),
                config.heads(),
                config.mlpWidth(),
                config.layerNormEpsilon(),
                spelled(config.activation()));
    }

    /**
     * Returns a decoder's shape.
     *
     * @param all sites of its model
     */
    public static DecoderConfig config(ModelCard.Decoder decoder, List<ActivationSite> all) {
        ModelCard.Encoder encoder = decoder.encoder();
        return new DecoderConfig(
                config(decoder.transformer()),
                sites(encoder, all),
                encoder.activationWidth(),
                encoder.width(),
                encoder.blocks(),
                encoder.slots(),
                Boolean.TRUE.equals(encoder.gated()));
    }

    private static List<ActivationSite> sites(ModelCard.Encoder encoder, List<ActivationSite> all) {
        List<ActivationSite> read = encoder.reads() == null
                ? all
                : encoder.reads().stream().map(ActivationSite::parse).toList();
        if (read.size() != encoder.sites() || !all.containsAll(read)) {
            throw new IllegalArgumentException("it is another model's decoder: its sites are %s%s, this model's %s"
                    .formatted(encoder.sites(), encoder.reads() == null ? "" : " " + read, all.size()));
        }
        return read;
    }

    /**
     * Returns what a card says of a decoder's shape.
     *
     * @param all sites of its model
     */
    public static ModelCard.Encoder encoder(DecoderConfig config, List<ActivationSite> all) {
        return new ModelCard.Encoder(
                config.sites().size(),
                config.activationWidth(),
                config.encoderWidth(),
                config.encoderBlocks(),
                config.slots(),
                config.sites().equals(all)
                        ? null
                        : config.sites().stream().map(ActivationSite::shortName).toList(),
                config.gated() ? true : null);
    }

    /**
     * Returns what a card says of a decoder whose quality was measured.
     *
     * @param all sites of its model
     */
    public static ModelCard.Decoder decoder(
            String file,
            String sha256,
            DecoderConfig config,
            List<ActivationSite> all,
            DecoderQuality quality,
            ModelCard.Training training) {
        return decoder(file, sha256, shape(config.transformer()), encoder(config, all), quality, null, training);
    }

    private static ModelCard.Decoder decoder(
            String file,
            String sha256,
            ModelCard.Shape shape,
            ModelCard.Encoder encoder,
            DecoderQuality quality,
            ModelCard.@Nullable Coverage coverage,
            ModelCard.Training training) {
        Map<String, ModelCard.SiteQuality> sites = new LinkedHashMap<>();
        quality.sites().forEach(site -> sites.put(site.name(), site(site)));
        return new ModelCard.Decoder(
                file,
                sha256,
                shape,
                encoder,
                rounded(quality.mean()),
                rounded(quality.margin()),
                rounded(quality.wellFormed().value()),
                quality.epsilon(),
                named(quality.metric()),
                null,
                quality.schedule().equals(SamplingSchedule.PLAIN)
                        ? null
                        : quality.schedule().toString(),
                quality.seed(),
                sites,
                coverage,
                training);
    }

    /**
     * Returns a card with another measurement of its decoder.
     *
     * @throws IllegalArgumentException if it has no decoder
     */
    public static ModelCard withQuality(ModelCard card, DecoderQuality quality) {
        ModelCard.Decoder decoder = requireDecoder(card);
        return card.withDecoder(decoder(
                        decoder.file(),
                        decoder.sha256(),
                        decoder.transformer(),
                        decoder.encoder(),
                        quality,
                        decoder.coverage(),
                        decoder.training())
                .with(decoder.bosAttention()));
    }

    /**
     * Returns a card with another measurement of its decoder's coverage.
     *
     * @throws IllegalArgumentException if it has no decoder
     */
    public static ModelCard withCoverage(ModelCard card, CoverageBySite found) {
        ModelCard.Decoder decoder = requireDecoder(card);
        Map<String, ModelCard.SiteCoverage> sites = new LinkedHashMap<>();
        found.sites().stream()
                .filter(site -> site.coverage().count() > 0)
                .forEach(site -> sites.put(site.name(), site(site)));
        SamplingSettings sampling = found.settings().sampling();
        ModelCard.Coverage coverage = new ModelCard.Coverage(
                sampling.proposals(),
                sampling.schedule().toString(),
                sampling.epsilon(),
                named(sampling.metric()),
                found.measured(),
                found.settings().members(),
                found.settings().noisy(),
                found.seed(),
                sites);
        return card.withDecoder(decoder.with(coverage));
    }

    /** Nothing for the usual one. */
    private static @Nullable String named(Distance metric) {
        return metric == Distance.EUCLIDEAN ? null : metric.label();
    }

    private static ModelCard.Decoder requireDecoder(ModelCard card) {
        ModelCard.Decoder decoder = card.decoder();
        if (decoder == null) {
            throw new IllegalArgumentException("the card of %s has no decoder".formatted(card.name()));
        }
        return decoder;
    }

    private static ModelCard.SiteCoverage site(CoverageBySite.Site site) {
        MeanShare all = site.coverage();
        Map<String, Double> byPosition = new LinkedHashMap<>();
        site.byKind().forEach((kind, share) -> byPosition.put(kind, rounded(share.value())));
        Map<String, Double> ceilings = new LinkedHashMap<>();
        site.ceilings().forEach((kind, ceiling) -> {
            if (!Double.isNaN(ceiling)) {
                ceilings.put(kind, rounded(ceiling));
            }
        });
        return new ModelCard.SiteCoverage(
                rounded(all.value()),
                List.of(rounded(all.low()), rounded(all.high())),
                all.count(),
                site.unknown(),
                byPosition,
                ceilings.isEmpty() ? null : ceilings);
    }

    private static ModelCard.SiteQuality site(DecoderQuality.Site site) {
        Proportion inside = site.inside();
        Map<String, Double> byPosition = new LinkedHashMap<>();
        site.byKind().forEach((kind, rate) -> {
            if (rate.trials() > 0) {
                byPosition.put(kind, rounded(rate.value()));
            }
        });
        return new ModelCard.SiteQuality(
                rounded(inside.value()),
                List.of(rounded(inside.low()), rounded(inside.high())),
                inside.trials(),
                byPosition,
                rounded(site.wellFormed().value()),
                Double.isNaN(site.distinct()) ? null : rounded(site.distinct()));
    }

    /** Four digits: more than a measurement of thousands of samples can tell. */
    private static double rounded(double share) {
        return Math.round(share * 1e4) / 1e4;
    }
}
