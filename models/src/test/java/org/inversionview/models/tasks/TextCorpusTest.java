package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.training.HeldOut;
import org.junit.jupiter.api.Test;

class TextCorpusTest {

    private final RandomGenerator random = new SplittableRandom(0);

    @Test
    void windows_are_drawn_equally_often() {
        TextCorpus corpus = new TextCorpus("c", List.of("one", "one two three four five", ""), 3);
        Map<String, Integer> drawn = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            int[] input = corpus.sample(random);
            drawn.merge(corpus.vocabulary().decode(corpus.vocabulary().withoutEnds(input)), 1, Integer::sum);
        }
        assertThat(drawn).containsOnlyKeys("one", "one two three", " two three four", " three four five");
        assertThat(drawn.values()).allMatch(count -> count > 900 && count < 1100);
        assertThat(corpus.maxLength()).isEqualTo(5);
        assertThat(corpus.features().get(1).value().apply(corpus.parse("one two")))
                .isEqualTo(" two");
    }

    @Test
    void too_little_text_is_one_line() {
        assertThatThrownBy(() -> new TextCorpus("c", List.of(""), 3))
                .hasMessage("corpus c: it has 0 texts with a token in them, and windows of 3; at least 1 of each");
        TextCorpus one = new TextCorpus("c", List.of("one"), 3);
        boolean heldOut = HeldOut.contains(one.sample(random));
        assertThatThrownBy(() -> HeldOut.sample(one, !heldOut, random))
                .hasMessageStartingWith("task c: none of 10,000 inputs drawn is");
    }
}
