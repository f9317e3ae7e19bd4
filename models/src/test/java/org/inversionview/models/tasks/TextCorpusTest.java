package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
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
    }

    @Test
    void features_are_its_ends_and_the_tokens_about_a_position() {
        TextCorpus corpus = new TextCorpus("c", List.of("one two three"), 3);
        NamedInput input = new NamedInput(corpus, corpus.parse("one two three"));
        assertThat(corpus.features().stream().map(feature -> feature.name() + "=" + feature.of(input, 2)))
                .containsExactly(
                        "matched token= two",
                        "token before the matched=one",
                        "token after the matched= three",
                        "matched position=2",
                        "first token=one",
                        "last token= three",
                        "length=3");
    }

    @Test
    void windows_follow_each_other_and_leave_no_token_out() {
        TextCorpus corpus = new TextCorpus("c", List.of("one", "one two three four five"), 3);
        assertThat(corpus.windows()
                        .map(input ->
                                corpus.vocabulary().decode(corpus.vocabulary().withoutEnds(input))))
                .containsExactly("one", "one two three", " four five");
    }

    @Test
    void a_huge_line_is_cut_into_the_tokens_of_the_whole() {
        String words = "It was the best of times, it was the worst of times; ".repeat(4000);
        TextCorpus corpus = new TextCorpus("c", List.of(words), 1);
        int[] tokens = corpus.windows().mapToInt(input -> input[1]).toArray();
        assertThat(tokens).isEqualTo(corpus.vocabulary().encode(words));
        String faces = "\uD83D\uDE00".repeat(50_000); // no space to cut at, and no character is cut in two
        TextCorpus unbroken = new TextCorpus("c", List.of("x" + faces), 1);
        assertThat(unbroken.vocabulary()
                        .decode(unbroken.windows().mapToInt(input -> input[1]).toArray()))
                .isEqualTo("x" + faces);
    }

    @Test
    void an_interrupt_ends_the_cutting() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> new TextCorpus("c", List.of("one"), 3))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("interrupted while corpus c was cut into tokens");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
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
