package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.TrainedDecoder;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.Test;

class DecoderEvaluationTest {

    private static final EvaluationSettings FEW = EvaluationSettings.DEFAULT.withQueries(40);

    private static DecoderQuality measure(EvaluationSettings settings, List<DecoderQuality> heard) {
        try (ProbedModel model = TinyModels.probed(1);
                TrainedDecoder decoder = TinyModels.decoder(model.sites().size(), 2)) {
            return new DecoderEvaluation(model, settings).measure(decoder, heard::add);
        }
    }

    @Test
    void a_decoder_that_knows_nothing_is_found_out() {
        DecoderQuality quality = measure(FEW.within(1e-3, Distance.EUCLIDEAN), new ArrayList<>());
        assertThat(quality.mean()).isLessThan(0.1);
        assertThat(quality.wellFormed().hits()).isZero();
    }

    @Test
    void everything_lies_inside_a_huge_preimage() {
        DecoderQuality quality = measure(FEW.within(1e6, Distance.EUCLIDEAN), new ArrayList<>());
        assertThat(quality.mean()).isEqualTo(1);
        assertThat(quality.margin()).isZero();
    }

    @Test
    void inside_is_told_by_the_metric_that_is_asked_for() {
        assertThat(measure(FEW.within(2.0001, Distance.COSINE), new ArrayList<>())
                        .mean())
                .isEqualTo(1); // 1 − cosine is at most 2
        assertThat(measure(FEW.within(0.5, Distance.COSINE), new ArrayList<>()))
                .isNotEqualTo(measure(FEW.within(0.5, Distance.EUCLIDEAN), new ArrayList<>()));
    }

    @Test
    void samples_are_drawn_by_the_schedule() {
        DecoderQuality plain = measure(FEW, new ArrayList<>());
        DecoderQuality turned = measure(FEW.with(SamplingSchedule.COSINE), new ArrayList<>());
        assertThat(turned.schedule()).isEqualTo(SamplingSchedule.COSINE);
        assertThat(turned.sites()).isNotEqualTo(plain.sites());
        assertThat(turned.sites()).allMatch(site -> site.inside().trials() == 40);
    }

    @Test
    void every_query_is_counted_once_and_every_site_heard_of() {
        List<DecoderQuality> heard = new ArrayList<>();
        DecoderQuality quality = measure(FEW, heard);
        assertThat(quality.sites()).hasSize(11).allMatch(site -> site.inside().trials() == 40);
        assertThat(quality.sites()).allMatch(site -> site.wellFormed().trials() == 40);
        assertThat(quality.byKind())
                .containsOnlyKeys("F1", "F2", "F3", "+", "S1", "S2", "S3", "=", "A1", "A2", "A3", "A4");
        assertThat(heard).extracting(soFar -> soFar.sites().size()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        // random weights: samples of one query differ, and none is certain
        assertThat(quality.sites()).allMatch(site -> site.distinct() > 0.5 && site.distinct() <= 1);
    }

    @Test
    void the_same_seed_gives_the_same_figures() {
        assertThat(measure(FEW, new ArrayList<>())).isEqualTo(measure(FEW, new ArrayList<>()));
        assertThat(measure(FEW, new ArrayList<>())).isNotEqualTo(measure(FEW.withSeed(5), new ArrayList<>()));
    }

    @Test
    void an_interrupt_keeps_the_sites_that_are_done() {
        DecoderQuality quality;
        try (ProbedModel model = TinyModels.probed(1);
                TrainedDecoder decoder = TinyModels.decoder(model.sites().size(), 2)) {
            quality = new DecoderEvaluation(model, FEW).measure(decoder, soFar -> {
                if (soFar.sites().size() == 2) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(quality.sites()).hasSize(2);
    }

    @Test
    void leaves_no_array_behind() {
        try (ProbedModel model = TinyModels.probed(1);
                TrainedDecoder decoder = TinyModels.decoder(model.sites().size(), 2)) {
            int before =
                    model.nativeArrays() + decoder.manager().getManagedArrays().size();
            new DecoderEvaluation(model, FEW).measure(decoder, soFar -> {});
            assertThat(model.nativeArrays()
                            + decoder.manager().getManagedArrays().size())
                    .isEqualTo(before);
        }
    }

    /** The shipped decoder's rate is far above what random inputs reach, and agrees with its card. */
    @Test
    void agrees_with_the_shipped_card() throws IOException {
        LoadedModel.Request request = new LoadedModel.Request("addition", Optional.empty(), true, "cpu");
        try (LoadedModel model = LoadedModel.load(request, new TaskRegistry())) {
            TrainedDecoder decoder = model.requireDecoder();
            DecoderQuality quality = new DecoderEvaluation(model.probed(), EvaluationSettings.DEFAULT.quick(200, 5))
                    .measure(decoder, soFar -> {});
            double promised =
                    Objects.requireNonNull(model.card().orElseThrow().decoder()).meanInPreimageRate();
            assertThat(quality.mean()).isCloseTo(promised, within(3 * quality.margin()));
        }
    }

    @Test
    void intervals_are_wilsons() {
        // Newcombe 1998, table I: 15 of 148 and 0 of 20
        Proportion some = new Proportion(15, 148);
        assertThat(some.low()).isCloseTo(0.0624, within(1e-4));
        assertThat(some.high()).isCloseTo(0.1605, within(1e-4));
        Proportion none = new Proportion(0, 20);
        assertThat(none.low()).isCloseTo(0, within(1e-9));
        assertThat(none.high()).isCloseTo(0.1611, within(1e-4));
        assertThat(new Proportion(0, 0).value()).isNaN();
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("3 hits of 2 trials");
    }

    @Test
    void means_and_margins_are_over_sites() {
        DecoderQuality.Site half =
                new DecoderQuality.Site("a", Map.of("p", new Proportion(50, 100)), new Proportion(1, 1), Double.NaN);
        DecoderQuality.Site all =
                new DecoderQuality.Site("b", Map.of("p", new Proportion(100, 100)), new Proportion(0, 1), Double.NaN);
        DecoderQuality quality =
                new DecoderQuality(0.1, Distance.EUCLIDEAN, SamplingSchedule.PLAIN, 100, 0, List.of(half, all));
        assertThat(quality.mean()).isEqualTo(0.75);
        assertThat(quality.margin()).isCloseTo(1.959964 * 0.05 / 2, within(1e-9));
        assertThat(quality.weakest().name()).isEqualTo("a");
        assertThat(quality.byKind()).containsEntry("p", new Proportion(150, 200));
        assertThat(quality.wellFormed()).isEqualTo(new Proportion(1, 2));
        assertThat(quality).hasToString("in-preimage rate 0.750: a 0.50 b 1.00; at p 0.75");
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> FEW.withQueries(0)).hasMessageContaining("queries 0");
        assertThatThrownBy(() -> FEW.within(0, Distance.EUCLIDEAN))
                .hasMessageContaining("epsilon 0.0: it must be above 0");
    }
}
