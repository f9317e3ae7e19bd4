package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.TinyModels;
import org.inversionview.models.decoder.ActivationExamples.Chosen;
import org.inversionview.models.decoder.SiteStatistics;
import org.inversionview.models.engine.ProgressListener;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.probed.ProbedModel;
import org.inversionview.models.training.HeldOut;
import org.inversionview.models.training.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedExamplesTest {

    private static final int BATCH = 64;
    private static final long STEPS = 100;
    private static final long BOUND = 40_000; // four blocks of 17 inputs
    private static final BosAttention SOME = new BosAttention(0.15);

    private final ProbedModel model = TinyModels.probed(1);
    private final List<ActivationSite> sites = model.sites();
    private final List<Progress> heard = new ArrayList<>();
    private final Path folder;

    BoundedExamplesTest(@TempDir Path home) {
        folder = home.resolve("blocks");
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        model.close();
    }

    private SiteSurvey survey(BosAttention bos) {
        return SiteSurvey.of(model, sites, bos, 200, 0, ProgressListener.NONE).orElseThrow();
    }

    private BoundedExamples examples(BosAttention bos, String hash) {
        return new BoundedExamples(
                model, survey(bos), new BoundedExamples.Place(folder, BOUND, hash, 3), BATCH, STEPS, heard::add);
    }

    private static Chosen chosen(BoundedExamples examples, long step) {
        assertThat(examples.prepare(step)).isTrue();
        return examples.choose(step, BATCH, new SplittableRandom(step));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static void assertSame(Chosen one, Chosen other) {
        assertThat(one.positions()).isEqualTo(other.positions());
        assertThat(one.sites()).isEqualTo(other.sites()).isSorted();
        for (int row = 0; row < BATCH; row++) {
            assertThat(one.inputs().get(row)).isEqualTo(other.inputs().get(row));
            assertThat(one.known().get(row)).isEqualTo(other.known().get(row));
        }
    }

    @Test
    void their_activations_are_the_probed_model_s_at_positions_that_count() {
        int heads = 0;
        for (long step : new long[] {0, 3, 40}) {
            Chosen batch = chosen(examples(SOME, "a"), step);
            for (int row = 0; row < BATCH; row++) {
                int[] input = batch.inputs().get(row);
                int position = batch.positions()[row];
                ActivationSite site = sites.get(batch.sites()[row]);
                float[] expected = model.activations(site, List.of(input))[0][position];
                assertThat(batch.known().get(row)).containsExactly(expected, within(1e-5f));
                assertThat(HeldOut.contains(input)).isFalse();
                if (position > 0) {
                    assertThat(model.task().probedPositions(input)).contains(position);
                }
                if (position > 0 && site.head() >= 0) {
                    heads++;
                    assertThat(model.attention(site.layer(), site.head(), input)[position][0])
                            .isLessThanOrEqualTo((float) SOME.most());
                }
            }
        }
        assertThat(heads).isPositive();
        assertThat(survey(SOME).leftOut()).isBetween(0.05, 0.95);
        assertThat(survey(BosAttention.ANY).leftOut()).isZero();
    }

    @Test
    void a_step_that_waits_for_a_block_says_so() {
        examples(SOME, "a").prepare(40);
        assertThat(heard).allSatisfy(progress -> {
            assertThat(progress.step()).isEqualTo(40);
            assertThat(progress.toString())
                    .startsWith("step 40 of %s  computing activations to be kept, ".formatted(STEPS))
                    .endsWith(" left");
        });
        assertThat(heard.get(0).preparation()).isNotEmpty();
        heard.clear();
        examples(SOME, "a").prepare(40);
        assertThat(heard).isEmpty(); // the blocks are there
    }

    @Test
    void are_the_same_again_also_where_their_files_are_gone_or_damaged() throws IOException {
        Chosen first = chosen(examples(SOME, "a"), 5);
        assertSame(first, chosen(examples(SOME, "a"), 5));
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[40] ^= 1;
            Files.write(file, bytes);
        }
        assertSame(first, chosen(examples(SOME, "a"), 5));
        for (Path file : files()) {
            Files.delete(file);
        }
        assertSame(first, chosen(examples(SOME, "a"), 5));
        int before = files().size();
        chosen(examples(SOME, "another model"), 5);
        assertThat(files()).hasSize(2 * before);
    }

    @Test
    void are_made_up_to_the_bound_and_then_read_again() throws IOException {
        BoundedExamples examples = examples(BosAttention.ANY, "a");
        for (long step = 0; step < 30; step++) {
            chosen(examples, step);
        }
        List<Path> made = files();
        long bytes = 0;
        for (Path file : made) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(BOUND / 2, BOUND);
        for (long step = 30; step < STEPS; step++) {
            chosen(examples, step);
        }
        assertThat(files()).isEqualTo(made);
        new BoundedExamples.Place(folder, BOUND, "a", 3).delete();
        assertThat(folder).doesNotExist();
    }

    @Test
    void sites_and_kinds_are_drawn_by_their_shares_and_bos_now_and_then() {
        BoundedExamples examples = examples(BosAttention.ANY, "a");
        int kinds = examples.kinds().size();
        int[] ofSites = new int[sites.size()];
        int bos = 0;
        float[] shares = new float[sites.size() * kinds];
        Arrays.fill(shares, 1);
        Arrays.fill(shares, 4 * kinds, 5 * kinds, sites.size() - 1); // site 4 as often as all others together
        examples.setShares(shares);
        for (long step = 0; step < STEPS; step++) {
            Chosen batch = chosen(examples, step);
            IntStream.of(batch.sites()).forEach(site -> ofSites[site]++);
            bos += (int) IntStream.of(batch.positions())
                    .filter(position -> position == 0)
                    .count();
        }
        assertThat(ofSites[4]).isCloseTo((int) (BATCH * STEPS / 2), withinPercentage(5));
        assertThat(bos).isBetween(30, 110); // of 64
    }

    @Test
    void the_survey_finds_the_statistics_of_computed_examples() {
        SiteStatistics found = survey(BosAttention.ANY).statistics();
        SiteStatistics usual = new ProbedActivations(model, sites, false).statistics(2000, 5, ProgressListener.NONE);
        for (int site = 0; site < sites.size(); site++) {
            assertThat(found.deviations()[site]).isCloseTo(usual.deviations()[site], withinPercentage(15));
        }
    }

    @Test
    void an_interrupt_ends_the_making_and_leaves_no_part_of_a_file() throws IOException {
        BoundedExamples examples = examples(SOME, "a");
        Thread.currentThread().interrupt();
        assertThat(examples.prepare(0)).isFalse();
        assertThat(SiteSurvey.of(model, sites, SOME, 200, 0, ProgressListener.NONE))
                .isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).isEmpty();
        assertThat(examples.prepare(0)).isTrue();
    }

    @Test
    void a_site_at_which_no_position_counts_is_named() {
        assertThatThrownBy(() -> SiteSurvey.of(
                        model, sites.subList(0, 2), new BosAttention(1e-6), 200, 0, ProgressListener.NONE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("BOS attention 1.0E-6: a0.0 gives BOS more than that at every position, in 99 of 100 of 200"
                        + " inputs: leave this site out, or give more");
        assertThatThrownBy(() -> new BosAttention(0))
                .hasMessage("BOS attention 0.0: a share above 0 and up to 1, at which every position counts");
        assertThatThrownBy(() -> new BoundedExamples(
                        model,
                        survey(SOME),
                        new BoundedExamples.Place(folder, 100, "a", 3),
                        BATCH,
                        STEPS,
                        progress -> {}))
                .hasMessage("activation cache 100: it must be 2,304 bytes at least, or 0 for none");
    }

    @Test
    void held_out_queries_are_at_positions_that_count() {
        ProbedActivations heldOut = new ProbedActivations(model, sites, SOME, true);
        int[] ascending =
                IntStream.range(0, 100).map(row -> row * sites.size() / 100).toArray();
        Chosen chosen = heldOut.chooseAt(ascending, new SplittableRandom(1));
        for (int row = 0; row < ascending.length; row++) {
            int[] input = chosen.inputs().get(row);
            ActivationSite site = sites.get(ascending[row]);
            assertThat(HeldOut.contains(input)).isTrue();
            assertThat(model.task().probedPositions(input)).contains(chosen.positions()[row]);
            if (site.head() >= 0) {
                assertThat(model.attention(site.layer(), site.head(), input)[chosen.positions()[row]][0])
                        .isLessThanOrEqualTo((float) SOME.most());
            }
        }
        assertThatThrownBy(() -> new ProbedActivations(model, sites, new BosAttention(1e-6), true)
                        .chooseAt(new int[] {1}, new SplittableRandom(1)))
                .hasMessage("BOS attention 1.0E-6: in none of 1,000 held-out inputs does a0.0 give BOS so little at any"
                        + " position: leave the site out, or give more");
    }
}
