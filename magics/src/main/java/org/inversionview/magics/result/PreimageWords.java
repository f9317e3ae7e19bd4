package org.inversionview.magics.result;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inversionview.magics.view.Numbers;
import org.inversionview.models.inversion.EpsilonPreimage;
import org.inversionview.models.inversion.EpsilonPreimage.Corpus;
import org.inversionview.models.inversion.EpsilonPreimage.Group;
import org.inversionview.models.inversion.Provenance;
import org.inversionview.models.inversion.Sample;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.inversion.SamplingSettings;
import org.inversionview.models.inversion.Source;

/** What a preimage says of itself in sentences, by where its inputs come from. */
record PreimageWords(EpsilonPreimage data) {

    private static final int HASH = 8;
    private static final MathContext THREE_DIGITS = new MathContext(3);

    String position() {
        return position(data.position(), data.positionName());
    }

    static String position(int position, String name) {
        String number = String.valueOf(position);
        return name.equals(number) ? "position " + number : "%s (position %s)".formatted(name, number);
    }

    String summary() {
        if (data.sources().size() > 1) { // a share of all together would say nothing
            return "%s inputs, %s distinct; %s distinct inputs lie inside ε = %s"
                    .formatted(
                            Numbers.count(data.proposals()),
                            Numbers.count(data.distinct()),
                            Numbers.count(data.distinctInside()),
                            Numbers.plain(data.settings().epsilon()));
        }
        int inside = data.groups().stream().mapToInt(Group::inside).sum();
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d distinct; %,d %2$s (%.1f %%) and %,d distinct inputs lie inside ε = %s",
                data.proposals(),
                inputs(),
                data.distinct(),
                inside,
                100 * data.insideShare(),
                data.distinctInside(),
                Numbers.plain(data.settings().epsilon()));
    }

    /** What the measured inputs are. */
    String inputs() {
        if (data.sources().size() > 1) {
            return "inputs";
        }
        if (data.sources().equals(List.of(Source.TASK))) {
            return "draws";
        }
        if (data.sources().equals(List.of(Source.CORPUS))) {
            return "windows";
        }
        return data.sources().equals(List.of(Source.DECODER)) ? "proposals" : "inputs";
    }

    private boolean isSearched() {
        return data.sources().contains(Source.SEARCH);
    }

    /** Returns what a search's inputs do not tell; nothing without one. */
    String caution() {
        return isSearched()
                ? "A search goes on from the nearest, towards the activation: its inputs are members, but no fair sample of them, and no share of them is given."
                : "";
    }

    boolean byDecoder() {
        return data.sources().contains(Source.DECODER);
    }

    /** Returns what the share inside means, where nothing steered the inputs. */
    String estimate() {
        if (data.sources().contains(Source.EXACT)) {
            return "Every input of task %s was measured: this is the preimage itself."
                    .formatted(data.provenance().task());
        }
        Optional<Corpus> corpus = corpus();
        if (corpus.isPresent()) {
            return "All of %s was measured, in windows of up to %s tokens that follow each other."
                    .formatted(corpus.get().name(), corpus.get().window());
        }
        return data.groups().stream()
                .filter(group -> group.source() == Source.TASK)
                .map(Group::proportion)
                .map(share ->
                        "Drawn from task %s, in no way steered: the preimage has a probability of %s (95 %% interval %s to %s) under it."
                                .formatted(
                                        data.provenance().task(),
                                        probability(share.value()),
                                        probability(share.low()),
                                        probability(share.high())))
                .findFirst()
                .orElse("");
    }

    /** Returns how many of the members that were found without the decoder it proposed too; empty where only one looked. */
    String overlap() {
        if (data.sources().size() < 2 || !byDecoder() || data.inside().size() < data.distinctInside()) {
            return "";
        }
        List<Sample> unsteered = data.inside().stream()
                .filter(sample -> !sample.sources().equals(List.of(Source.DECODER)))
                .toList();
        long both = unsteered.stream()
                .filter(sample -> sample.sources().contains(Source.DECODER))
                .count();
        return "Of %s distinct inputs inside that were found without the decoder, it proposed %s too."
                .formatted(Numbers.count(unsteered.size()), Numbers.count(both));
    }

    private Optional<Corpus> corpus() {
        return data.groups().stream().flatMap(group -> group.corpus().stream()).findFirst();
    }

    /** Returns a probability, which may be small, to three digits. */
    private static String probability(double value) {
        return BigDecimal.valueOf(value)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }

    static String setting(Group group) {
        return group.setting().map(PreimageWords::setting).orElseGet(() -> switch (group.source()) {
            case DECODER -> "decoder";
            case CORPUS -> "windows of " + group.corpus().map(Corpus::name).orElse("a text");
            case TASK -> "draws from the task";
            case EXACT -> "every input";
            case SEARCH -> "a search from the nearest of them";
        });
    }

    static String setting(SamplingSchedule.Setting setting) {
        String temperature = "T = " + Numbers.plain(setting.temperature());
        if (setting.turned()) {
            return temperature + ", turned";
        }
        return setting.noise() == 0 ? temperature : temperature + ", noise " + Numbers.plain(setting.noise());
    }

    String choice() {
        long inside = data.shownSamples().stream().filter(Sample::inside).count();
        return "Shown: %s of %s distinct inputs inside ε, evenly over their distances; then the %s closest of %s outside."
                .formatted(
                        inside,
                        Numbers.count(data.distinctInside()),
                        data.shownSamples().size() - inside,
                        Numbers.count(data.distinct() - data.distinctInside()));
    }

    String origin() {
        return origin(
                data.provenance(),
                data.settings(),
                "source " + data.sources().stream().map(Source::label).collect(Collectors.joining(","))
                        + corpus().map(one -> " (%s, %s)".formatted(one.name(), hash(one.sha256())))
                                .orElse(""),
                byDecoder(),
                data.seconds());
    }

    /** Returns where a result comes from, enough to compute it again. */
    static String origin(
            Provenance provenance, SamplingSettings settings, String source, boolean byDecoder, double seconds) {
        return String.format(
                Locale.ROOT,
                "model %s (%s) · %s · %s distance · %smatch=%s · seed %s · %s · InversionView %s · %.2f s",
                provenance.model(),
                weights(provenance),
                source,
                settings.metric().label(),
                byDecoder ? "schedule %s · ".formatted(settings.schedule()) : "",
                settings.match(),
                settings.seed(),
                provenance.device(),
                provenance.versions().getOrDefault("inversionview", "?"),
                seconds);
    }

    private static String weights(Provenance provenance) {
        String probed = "probed " + hash(provenance.probedSha256());
        return provenance.decoderSha256().isEmpty() ? probed : probed + ", decoder " + hash(provenance.decoderSha256());
    }

    private static String hash(String sha256) {
        return sha256.substring(0, Math.min(HASH, sha256.length()));
    }
}
