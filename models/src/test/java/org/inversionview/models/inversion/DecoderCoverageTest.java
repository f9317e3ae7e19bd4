package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.Decoder;
import org.inversionview.models.decoder.DecoderShape;
import org.inversionview.models.decoder.SampleRequest;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.inversion.PreimageCoverage.Member;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.tasks.TextTask;
import org.inversionview.models.transformer.TransformerConfig;
import org.inversionview.models.transformer.TransformerConfig.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a decoder of known probabilities finds of preimages of a task with 36 inputs. */
class DecoderCoverageTest {

    private static final String LETTERS = "abcdef";
    private static final List<String> WORDS = LETTERS.chars()
            .boxed()
            .flatMap(first -> LETTERS.chars().mapToObj(second -> "" + (char) (int) first + (char) second))
            .toList();
    private static final TextTask TASK = new TextTask(
                    "swap",
                    LETTERS,
                    '>',
                    2,
                    random -> WORDS.get(random.nextInt(WORDS.size())),
                    word -> new StringBuilder(word).reverse().toString())
            .listing(WORDS);
    private static final double EVERYTHING = 1e6; // an ε that no distance is above
    private static final SamplingSchedule PLAIN = SamplingSchedule.parse("1");

    private final ProbedModel model =
            TinyModels.probed(TASK, new TransformerConfig(10, 8, 8, 2, 2, 16, 1e-5f, Activation.GELU_NEW), 1);
    private final Query query = new Query(TASK.parse("ab>"), ActivationSite.parse("a1.0"), 3);
    private final TaskInputs inputs;

    DecoderCoverageTest(@TempDir Path folder) {
        inputs = new TaskInputs(model, new Provenance("tiny", "swap", true, "f00", "", "cpu", Map.of()), folder);
    }

    @AfterEach
    void release() {
        model.close();
    }

    /** Knows nothing of activations: proposes the task's first inputs, all as likely as each other. */
    private record First(int count) implements Decoder {

        private static final List<int[]> ALL = TASK.inputs().orElseThrow().toList();

        @Override
        public DecoderShape shape() {
            return new DecoderShape(TinyModels.sites(), 8, 8, 1);
        }

        @Override
        public List<int[]> sample(SampleRequest request, RandomGenerator random) {
            return Stream.generate(() -> ALL.get(random.nextInt(count)))
                    .limit(request.rows())
                    .toList();
        }

        /** All of log p stands at the first token after BOS. */
        @Override
        public float[][] logProbabilities(List<int[]> inputs, SampleRequest request) {
            return inputs.stream()
                    .map(input -> {
                        float[] ofTokens = new float[input.length];
                        boolean proposed = ALL.stream()
                                .limit(count)
                                .anyMatch(one -> List.of(TASK.vocabulary().decode(one))
                                        .contains(TASK.vocabulary().decode(input)));
                        ofTokens[1] = proposed ? (float) -Math.log(count) : Float.NEGATIVE_INFINITY;
                        return ofTokens;
                    })
                    .toArray(float[][]::new);
        }
    }

    private static CoverageSettings settings(int proposals, double epsilon, SamplingSchedule schedule) {
        return CoverageSettings.of(
                new SamplingSettings(proposals, epsilon, Distance.EUCLIDEAN, schedule, SamplingSettings.BEST, 0, 20));
    }

    private PreimageCoverage exact(Decoder decoder, CoverageSettings settings) {
        return DecoderCoverage.ofAll(inputs, decoder).measure(query, settings, model.runner());
    }

    @Test
    void the_exact_coverage_is_the_mean_chance_of_all_members() {
        PreimageCoverage found = exact(new First(9), settings(12, EVERYTHING, PLAIN));
        double chance = 1 - Math.pow(8 / 9.0, 12);
        assertThat(found.isExact()).isTrue();
        assertThat(found.measured()).isEqualTo(36);
        assertThat(found.inside()).isEqualTo(36);
        assertThat(found.coverage().value()).isCloseTo(chance * 9 / 36, within(1e-6));
        assertThat(found.coverage().low()).isEqualTo(found.coverage().high());
        assertThat(found.ceiling()).isCloseTo(1 - Math.pow(35 / 36.0, 12), within(1e-9));
        assertThat(found.members())
                .hasSize(36)
                .isSortedAccordingTo((a, b) -> Double.compare(a.chance(), b.chance()))
                .filteredOn(member -> member.chance() > 0)
                .hasSize(9)
                .allSatisfy(member -> assertThat(member.chance()).isCloseTo(chance, within(1e-6)));
        assertThat(found.members())
                .filteredOn(Member::proposed)
                .hasSize(found.found().hits());
        assertThat(found.found().trials()).isEqualTo(36);
        assertThat(found.auroc()).isNaN();
        assertThat(found.others()).isEmpty();
    }

    @Test
    void a_perfect_decoder_reaches_the_ceiling() {
        PreimageCoverage found = exact(new First(36), settings(12, EVERYTHING, PLAIN));
        assertThat(found.coverage().value()).isCloseTo(found.ceiling(), within(1e-6));
    }

    @Test
    void settings_share_the_proposals_and_noise_is_averaged_over() {
        PreimageCoverage found = exact(new First(9), settings(13, EVERYTHING, SamplingSchedule.AUTO));
        assertThat(found.members().get(35).bySetting())
                .hasSize(4)
                .allSatisfy(logarithm -> assertThat(logarithm).isCloseTo(-Math.log(9), within(1e-6)));
        assertThat(found.members().get(35).chance()).isCloseTo(1 - Math.pow(8 / 9.0, 13), within(1e-6));
    }

    @Test
    void draws_estimate_what_is_exact() {
        CoverageSettings settings = settings(12, EVERYTHING, PLAIN).withMembers(100);
        double exact = exact(new First(9), settings).coverage().value();
        for (int seed = 0; seed < 20; seed++) {
            PreimageCoverage estimate =
                    DecoderCoverage.ofDraws(inputs, new First(9), 300, seed).measure(query, settings, model.runner());
            assertThat(estimate.isExact()).isFalse();
            assertThat(estimate.measured()).isEqualTo(300);
            assertThat(estimate.members().stream().mapToInt(Member::count).sum())
                    .isEqualTo(100);
            assertThat(estimate.coverage().count()).isEqualTo(100);
            assertThat(estimate.coverage().low()).isLessThan(exact);
            assertThat(estimate.coverage().high()).isGreaterThan(exact);
        }
    }

    @Test
    void few_inputs_are_taken_all_by_themselves() {
        PreimageCoverage found = DecoderCoverage.usual(inputs, new First(9), 0)
                .measure(query, settings(12, EVERYTHING, PLAIN), model.runner());
        assertThat(found.source()).isEqualTo(Source.EXACT);
    }

    @Test
    void unseen_mass_is_the_share_of_proposals_seen_once() {
        assertThat(exact(new First(1), settings(50, EVERYTHING, PLAIN)).unseen())
                .isZero();
        assertThat(exact(new First(36), settings(1, EVERYTHING, PLAIN)).unseen())
                .isOne();
    }

    @Test
    void auroc_says_how_well_the_decoder_tells_members_from_others() {
        double median = exact(new First(36), settings(12, EVERYTHING, PLAIN)).members().stream()
                .mapToDouble(Member::distance)
                .sorted()
                .skip(18)
                .findFirst()
                .orElseThrow();
        PreimageCoverage narrow = exact(new First(36), settings(12, median, PLAIN));
        assertThat(narrow.inside()).isBetween(19, 35);
        assertThat(narrow.others()).hasSize(36 - narrow.inside()).allMatch(other -> other.distance() > median);
        assertThat(narrow.auroc()).isEqualTo(0.5); // all as likely
        assertThat(Auroc.of(new double[] {3, 4}, new double[] {1, 2})).isOne();
        assertThat(Auroc.of(new double[] {1, 4}, new double[] {1, 2})).isEqualTo(0.625);
        assertThat(Auroc.of(new double[] {Double.NEGATIVE_INFINITY}, new double[] {1}))
                .isZero();
    }

    @Test
    void where_no_draw_lies_inside_nothing_is_known() {
        PreimageCoverage found = DecoderCoverage.ofDraws(inputs, new First(9), 20, 3)
                .measure(
                        new Query(TASK.parse("ab>"), ActivationSite.parse("x1.post"), 5),
                        settings(12, 1e-9, PLAIN),
                        model.runner());
        assertThat(found.inside()).isZero();
        assertThat(found.coverage().value()).isNaN();
        assertThat(found.coverage()).returns(0.0, MeanShare::low).returns(1.0, MeanShare::high);
    }

    @Test
    void an_interrupt_keeps_the_members_that_were_scored() {
        CoverageSettings many = new CoverageSettings(
                settings(12, EVERYTHING, SamplingSchedule.AUTO).sampling(), 36, 0, 100);
        PreimageCoverage found = DecoderCoverage.ofAll(inputs, new First(9))
                .measure(query, many, model.runner().heardBy(progress -> {
                    if (progress.share() > 0.7) {
                        Thread.currentThread().interrupt();
                    }
                }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found.members()).hasSizeBetween(10, 30);
        assertThat(found.isExact()).isFalse();
        assertThat(found.coverage().low()).isLessThan(found.coverage().high());
    }

    @Test
    void a_mean_of_few_shares_is_uncertain_even_where_they_are_equal() {
        MeanShare three = MeanShare.sampled(new double[] {1, 1, 1});
        assertThat(three.value()).isOne();
        assertThat(three.low()).isLessThan(0.7);
        assertThat(three.high()).isOne();
        double[] thousand = IntStream.range(0, 1000).mapToDouble(i -> i % 2).toArray();
        MeanShare half = MeanShare.sampled(thousand);
        double error = 1.96 * 0.5 / Math.sqrt(1000); // of the normal distribution, to a tenth
        assertThat(half.high() - half.low()).isCloseTo(2 * error, within(0.2 * error));
        assertThat(half.holds(0.5)).isTrue();
        assertThat(half.holds(0.6)).isFalse();
    }

    @Test
    void nonsense_is_refused() {
        assertThatThrownBy(() -> CoverageSettings.DEFAULT.withMembers(0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("number of members 0: it must be from 1 to 10,000");
        assertThatThrownBy(() -> new CoverageSurvey(inputs, new First(9), CoverageSettings.SURVEY, 0))
                .hasMessage("number of coverage queries 0: it must be 1 or above");
    }

    @Test
    void a_survey_asks_at_every_site_and_kind_of_position() {
        CoverageSettings settings = settings(12, EVERYTHING, PLAIN);
        CoverageBySite found = new CoverageSurvey(inputs, new First(9), settings, 10).measure(soFar -> {});
        assertThat(found.sites()).hasSize(11).allSatisfy(site -> {
            assertThat(site.byKind()).containsOnlyKeys("P1", "P2", ">", "A1", "A2");
            assertThat(site.coverage().count()).isEqualTo(10);
            assertThat(site.unknown()).isZero();
        });
        assertThat(found.mean()).isCloseTo((1 - Math.pow(8 / 9.0, 12)) / 4, within(1e-6));
        assertThat(found.ceiling()).isCloseTo(1 - Math.pow(35 / 36.0, 12), within(1e-9));
        assertThat(found.measured()).isEqualTo(36);
    }

    @Test
    void a_survey_that_is_interrupted_keeps_the_sites_that_are_done() {
        CoverageBySite found = new CoverageSurvey(inputs, new First(9), settings(12, EVERYTHING, PLAIN), 5)
                .measure(soFar -> {
                    if (soFar.sites().size() == 2) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found.sites()).hasSize(2);
    }
}
