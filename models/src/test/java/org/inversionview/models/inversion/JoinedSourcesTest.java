package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.DecoderShape;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedSourcesTest {

    private static final Provenance PROVENANCE = new Provenance("tiny", "addition", true, "f00", "", "cpu", Map.of());
    private static final SamplingSettings SETTINGS = new SamplingSettings(
            100, 0.5, Distance.EUCLIDEAN, SamplingSchedule.parse("1"), SamplingSettings.BEST, 3, 20);

    private final ProbedModel model = TinyModels.probed(1);
    private final Query query = new Query(model.task().parse("615+861"), ActivationSite.parse("a1.0"), 9);
    private final InversionView proposals = new InversionView(model, new OfTheTask(), PROVENANCE);
    private final InversionView draws;

    JoinedSourcesTest(@TempDir Path folder) {
        draws = InversionView.ofDraws(new TaskInputs(model, PROVENANCE, folder), 300, 3);
    }

    @AfterEach
    void release() {
        model.close();
    }

    /** Proposes what the task gives for the seed: the same as draws of that seed. */
    private record OfTheTask() implements Decoder {

        @Override
        public DecoderShape shape() {
            return new DecoderShape(TinyModels.sites(), 8, 14, 1);
        }

        @Override
        public List<int[]> sample(SampleRequest request, RandomGenerator random) {
            return Stream.generate(() -> TinyModels.TASK.sample(random))
                    .limit(request.rows())
                    .toList();
        }

        @Override
        public float[][] logProbabilities(List<int[]> inputs, SampleRequest request) {
            return inputs.stream().map(input -> new float[input.length]).toArray(float[][]::new);
        }
    }

    @Test
    void what_several_found_is_one_sample_that_says_so() {
        EpsilonPreimage found = InversionView.joined(List.of(proposals, draws)).inspect(query, SETTINGS);
        assertThat(found.sources()).containsExactly(Source.DECODER, Source.TASK);
        assertThat(found.proposals()).isEqualTo(400);
        assertThat(found.groups()).extracting(EpsilonPreimage.Group::proposals).containsExactly(100, 300);
        assertThat(found.samples())
                .filteredOn(sample -> sample.sources().equals(List.of(Source.DECODER, Source.TASK)))
                .hasSize(100)
                .allMatch(sample -> sample.count() == 2);
        assertThat(found.samples())
                .filteredOn(sample -> sample.sources().equals(List.of(Source.TASK)))
                .hasSize(200)
                .allMatch(sample -> sample.count() == 1);
    }

    @Test
    void distances_are_those_of_either() {
        EpsilonPreimage found = InversionView.joined(List.of(draws, proposals)).inspect(query, SETTINGS);
        EpsilonPreimage alone = draws.inspect(query, SETTINGS);
        assertThat(found.samples().stream().map(Sample::text))
                .containsExactlyElementsOf(
                        alone.samples().stream().map(Sample::text).toList());
        assertThat(found.samples().stream().map(Sample::distance))
                .containsExactlyElementsOf(
                        alone.samples().stream().map(Sample::distance).toList());
        assertThat(found.distinctInside()).isEqualTo(alone.distinctInside());
        assertThat(found.sources()).containsExactly(Source.TASK, Source.DECODER);
    }

    @Test
    void the_decoder_says_of_all_that_are_shown_what_the_activation_changes() {
        EpsilonPreimage found = InversionView.joined(List.of(draws, proposals)).inspect(query, SETTINGS);
        assertThat(found.shownSamples())
                .isNotEmpty()
                .allSatisfy(
                        sample -> assertThat(sample.probabilityDifferences()).hasSameSizeAs(sample.tokens()));
        assertThat(draws.inspect(query, SETTINGS).shownSamples())
                .allSatisfy(
                        sample -> assertThat(sample.probabilityDifferences()).isEmpty());
    }

    @Test
    void one_alone_is_itself() {
        assertThat(InversionView.joined(List.of(draws))).isSameAs(draws);
    }
}
