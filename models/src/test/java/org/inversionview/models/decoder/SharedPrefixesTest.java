package org.inversionview.models.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.inversionview.models.TinyModels;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.Test;

class SharedPrefixesTest {

    private static final Vocabulary VOCABULARY = TinyModels.TASK.vocabulary();
    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int EOS = VOCABULARY.eos();

    private static SharedPrefixes ofOneActivation(int rows) {
        return SharedPrefixes.of(SampleRequest.of(new float[rows][2], 0, 1));
    }

    /** Sequences in which row i of the given ones has had one token, the i-th. */
    private static GrowingSequences after(int... tokens) {
        GrowingSequences sequences = new GrowingSequences(tokens.length, 14, VOCABULARY);
        sequences.append(IntStream.range(0, tokens.length).toArray(), tokens);
        return sequences;
    }

    @Test
    void rows_begin_together_where_activation_and_site_are_the_same() {
        float[][] activations = {{1, 2}, {1, 2}, {1, 3}, {1, 2}, {1, 3}};
        int[] sites = {0, 0, 0, 1, 0};
        SharedPrefixes prefixes =
                SharedPrefixes.of(new SampleRequest(activations, sites, new double[] {1, 2, 1, 1, 1}));
        assertThat(prefixes.branches()).containsExactly(0, 0, 1, 2, 1);
        assertThat(prefixes.members()).containsExactly(0, 2, 3);
        assertThat(prefixes.isAlone()).isFalse();
    }

    @Test
    void rows_part_with_their_tokens_and_leave_when_they_have_ended() {
        SharedPrefixes longer = ofOneActivation(8).lengthened(after(ONE, TWO, ONE, EOS, ONE, TWO, ONE, TWO));
        assertThat(longer.rows()).containsExactly(0, 1, 2, 4, 5, 6, 7);
        assertThat(longer.branches()).containsExactly(0, 1, 0, 0, 1, 0, 1);
        assertThat(longer.parents()).containsExactly(0, 0);
        assertThat(longer.members()).containsExactly(0, 1);
    }

    @Test
    void every_row_has_a_branch_of_its_own_once_most_have_parted() {
        SharedPrefixes longer = ofOneActivation(5).lengthened(after(1, 2, 3, 4, 4));
        assertThat(longer.isAlone()).isTrue();
        assertThat(longer.branches()).containsExactly(0, 1, 2, 3, 4);
        assertThat(longer.parents()).containsExactly(0, 0, 0, 0, 0);
        assertThat(longer.keepsBatch(1)).isFalse();
    }

    @Test
    void a_batch_is_kept_where_each_branch_goes_on_by_itself() {
        SharedPrefixes two = ofOneActivation(8).lengthened(after(ONE, TWO, ONE, TWO, ONE, TWO, ONE, TWO));
        SharedPrefixes longer = two.lengthened(after(ONE, ONE, ONE, ONE, ONE, ONE, ONE, EOS));
        assertThat(longer.rows()).doesNotContain(7);
        assertThat(longer.keepsBatch(two.size())).isTrue();
    }

    @Test
    void a_batch_without_shared_branches_shrinks_only_when_a_tenth_has_ended() {
        SharedPrefixes alone = ofOneActivation(4).lengthened(after(1, 2, 3, 4));
        assertThat(alone.lengthened(after(1, 1, 1, 1))).isSameAs(alone);
        SharedPrefixes shrunk = alone.lengthened(after(1, EOS, 1, 1));
        assertThat(shrunk.parents()).containsExactly(0, 2, 3);
        assertThat(shrunk.members()).containsExactly(0, 2, 3);
        assertThat(alone.lengthened(after(EOS, EOS, EOS, EOS)).isEmpty()).isTrue();
    }
}
