package org.inversionview.models.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.inversionview.models.inversion.CoverageBySite;
import org.inversionview.models.inversion.CoverageSettings;
import org.inversionview.models.inversion.DecoderQuality;
import org.inversionview.models.inversion.Distance;
import org.inversionview.models.inversion.MeanShare;
import org.inversionview.models.inversion.Proportion;
import org.inversionview.models.inversion.SamplingSchedule;
import org.inversionview.models.weights.ModelCard;
import org.inversionview.models.zoo.Zoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardsTest {

    private static final MeanShare NINE_OF_TEN = new MeanShare(40, 0.91234, 0.85, 0.95);
    private static final CoverageBySite COVERAGE = new CoverageBySite(
            CoverageSettings.SURVEY,
            20_000,
            7,
            List.of(
                    new CoverageBySite.Site("a1.0", NINE_OF_TEN, Map.of("A1", NINE_OF_TEN), Map.of("A1", 0.95), 8),
                    new CoverageBySite.Site("a1.1", MeanShare.sampled(new double[0]), Map.of(), Map.of(), 48)));

    private static final DecoderQuality HALF = new DecoderQuality(
            0.1,
            Distance.EUCLIDEAN,
            SamplingSchedule.PLAIN,
            2,
            0,
            List.of(new DecoderQuality.Site("a1.0", Map.of("A1", new Proportion(1, 2)), new Proportion(1, 2), 1)));

    @Test
    void a_card_says_how_inside_was_told_where_it_is_not_as_usual() throws IOException {
        ModelCard card = Zoo.card("addition");
        ModelCard.Decoder usual =
                Objects.requireNonNull(Cards.withQuality(card, HALF).decoder());
        assertThat(usual.metric()).isNull();
        assertThat(usual.schedule()).isNull();
        DecoderQuality byCosine =
                new DecoderQuality(0.25, Distance.COSINE, SamplingSchedule.COSINE, 2, 0, HALF.sites());
        ModelCard.Decoder other =
                Objects.requireNonNull(Cards.withQuality(card, byCosine).decoder());
        assertThat(other.metric()).isEqualTo("cosine");
        assertThat(other.schedule()).isEqualTo("0.5+cosine,1+cosine");
    }

    @Test
    void a_card_keeps_the_coverage_and_leaves_out_what_is_not_known(@TempDir Path folder) throws IOException {
        Cards.withCoverage(Zoo.card("addition"), COVERAGE).write(folder);
        ModelCard.Coverage kept = coverage(ModelCard.read(folder));
        assertThat(kept)
                .isEqualTo(new ModelCard.Coverage(
                        1024,
                        "0.5,1,2,2+0.1",
                        0.1,
                        null,
                        20_000,
                        24,
                        16,
                        7,
                        Map.of(
                                "a1.0",
                                new ModelCard.SiteCoverage(
                                        0.9123,
                                        List.of(0.85, 0.95),
                                        40,
                                        8,
                                        Map.of("A1", 0.9123),
                                        Map.of("A1", 0.95)))));
    }

    @Test
    void another_measurement_of_the_quality_leaves_the_coverage() throws IOException {
        ModelCard card = Cards.withCoverage(Zoo.card("addition"), COVERAGE);
        ModelCard other = Cards.withQuality(card, HALF);
        assertThat(coverage(other)).isEqualTo(coverage(card));
        assertThat(Objects.requireNonNull(other.decoder()).meanInPreimageRate()).isEqualTo(0.5);
    }

    @Test
    void two_who_change_a_card_at_once_lose_nothing(@TempDir Path folder) throws Exception {
        Zoo.card("addition").write(folder);
        List<Future<?>> other = new ArrayList<>();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        ModelCard.change(folder, card -> {
            other.add(thread.submit(() -> {
                ModelCard.change(folder, own -> Cards.withCoverage(own, COVERAGE));
                return folder;
            }));
            assertThatThrownBy(() -> other.get(0).get(300, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class);
            return Cards.withQuality(card, HALF);
        });
        other.get(0).get();
        thread.shutdown();
        ModelCard both = ModelCard.read(folder);
        assertThat(coverage(both).sites()).containsKey("a1.0");
        assertThat(Objects.requireNonNull(both.decoder()).meanInPreimageRate()).isEqualTo(0.5);
    }

    private static ModelCard.Coverage coverage(ModelCard card) {
        return Objects.requireNonNull(Objects.requireNonNull(card.decoder()).coverage());
    }
}
