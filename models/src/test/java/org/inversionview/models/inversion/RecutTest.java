package org.inversionview.models.inversion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.hooks.ActivationSite;
import org.inversionview.models.loading.LoadedModel;
import org.inversionview.models.tasks.TaskRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecutTest {

    private LoadedModel addition;
    private Query query;
    private Path folder;

    @BeforeAll
    void load(@TempDir Path kept) throws IOException {
        folder = kept;
        addition = LoadedModel.load(
                new LoadedModel.Request("addition", Optional.empty(), true, "cpu"), new TaskRegistry());
        query = new Query(addition.probed().task().parse("615+861"), ActivationSite.parse("a1.1"), 8);
    }

    @AfterAll
    void close() {
        addition.close();
    }

    private static SamplingSettings settings(double epsilon) {
        SamplingSettings usual = SamplingSettings.DEFAULT;
        return new SamplingSettings(300, epsilon, usual.metric(), usual.schedule(), "=", 0, usual.show());
    }

    @Test
    void another_epsilon_gives_what_asking_with_it_gives() {
        InversionView view = addition.inversionView();
        EpsilonPreimage asked = view.inspect(query, settings(0.1));
        for (double epsilon : List.of(0.02, 0.3)) {
            EpsilonPreimage anew = view.inspect(query, settings(epsilon));
            EpsilonPreimage cut = Recut.of(asked, epsilon);
            assertThat(anew.insideShare()).isNotEqualTo(asked.insideShare());
            assertThat(cut.groups()).isEqualTo(anew.groups());
            assertThat(cut.distinctInside()).isEqualTo(anew.distinctInside());
            assertThat(cut.histogram()).isEqualTo(anew.histogram());
            assertThat(cut.settings()).isEqualTo(anew.settings());
            assertThat(cut.inside()).extracting(Sample::text).isEqualTo(texts(anew.inside()));
            assertThat(cut.shownSamples()).extracting(Sample::text).isEqualTo(texts(anew.shownSamples()));
        }
    }

    private static List<String> texts(List<Sample> samples) {
        return samples.stream().map(Sample::text).toList();
    }

    @Test
    void of_thousands_of_draws_all_are_counted_although_a_part_is_kept() {
        InversionView view =
                InversionView.ofDraws(new TaskInputs(addition.probed(), addition.provenance(), folder), 4000, 0);
        EpsilonPreimage asked = view.inspect(query, settings(0.1));
        EpsilonPreimage anew = view.inspect(query, settings(0.4));
        EpsilonPreimage cut = Recut.of(asked, 0.4);
        assertThat(asked.samples()).hasSizeLessThan(asked.distinct());
        assertThat(cut.groups()).isEqualTo(anew.groups());
        assertThat(cut.distinctInside()).isEqualTo(anew.distinctInside()).isGreaterThan(asked.distinctInside());
        assertThat(cut.histogram()).isEqualTo(anew.histogram());
    }

    @Test
    void what_has_no_distances_must_be_asked_anew_and_epsilon_is_above_0() {
        EpsilonPreimage asked = addition.inversionView().inspect(query, settings(0.1));
        EpsilonPreimage bare = new EpsilonPreimage(
                asked.provenance(),
                asked.query(),
                asked.queryTokens(),
                asked.position(),
                asked.positionName(),
                asked.site(),
                asked.siteFullName(),
                asked.queryNorm(),
                asked.settings(),
                asked.groups(),
                asked.distinct(),
                asked.distinctInside(),
                asked.histogram(),
                asked.samples(),
                asked.shown(),
                asked.seconds());
        assertThatThrownBy(() -> Recut.of(bare, 0.2))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("epsilon 0.2: of this result no distances were kept beside its samples: ask anew");
        assertThatThrownBy(() -> Recut.of(asked, 0)).hasMessageContaining("it must be above 0");
    }

    @Test
    void distances_are_counted_up_to_and_with_epsilon() {
        FoundDistances distances = FoundDistances.of(0.5, 0.25, Double.POSITIVE_INFINITY, 0.25);
        assertThat(distances.within(0.2)).isZero();
        assertThat(distances.within(0.25)).isEqualTo(2);
        assertThat(distances.within(3)).isEqualTo(3);
        assertThat(FoundDistances.NONE.within(1)).isZero();
    }
}
