package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.Test;

class TextTaskTest {

    private static final String LETTERS = "abcdef";

    private static String word(RandomGenerator random) {
        return random.ints(4, 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .reduce("", String::concat);
    }

    private final TextTask reverse = new TextTask(
            "reverse",
            LETTERS,
            '>',
            4,
            TextTaskTest::word,
            prompt -> new StringBuilder(prompt).reverse().toString());

    private String text(int[] input) {
        return reverse.vocabulary().decode(input);
    }

    @Test
    void an_answer_is_filled_in_or_taken_as_typed() {
        assertThat(text(reverse.parse("abcd>"))).isEqualTo("Babcd>dcbaE");
        assertThat(text(reverse.parse("abcd"))).isEqualTo("Babcd>dcbaE");
        assertThat(text(reverse.parse("Babcd>dcE"))).isEqualTo("Babcd>dcE");
        assertThatThrownBy(() -> reverse.parse("abcde>"))
                .hasMessage("input abcde>edcba: prompt and answer have at most 4 characters each");
        assertThatThrownBy(() -> reverse.parse("xyz>")).hasMessageContaining("character 'x' at place 0");
    }

    @Test
    void samples_are_well_formed_and_others_are_not() {
        RandomGenerator random = new SplittableRandom(3);
        for (int i = 0; i < 100; i++) {
            int[] input = reverse.sample(random);
            assertThat(reverse.isWellFormed(input)).isTrue();
            assertThat(input).hasSize(11);
        }
        for (String text : new String[] {"Babcd>abcdE", "Babcd>dcba", "BabE", "B>E", "BaE>E"}) {
            assertThat(reverse.isWellFormed(reverse.vocabulary().encode(text)))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void inputs_are_listed_where_their_prompts_are() {
        assertThat(reverse.inputs()).isEmpty();
        assertThat(reverse.listing(List.of("ab", "ba", "aa"))
                        .inputs()
                        .orElseThrow()
                        .map(this::text))
                .containsExactly("Bab>baE", "Bba>abE", "Baa>aaE");
    }

    @Test
    void positions_have_names() {
        int[] input = reverse.parse("abcd>");
        assertThat(reverse.answerStart(input)).isEqualTo(5);
        assertThat(reverse.namedPositions(input).keySet())
                .containsExactly("P1", "P2", "P3", "P4", ">", "A1", "A2", "A3", "A4");
        assertThat(Positions.kinds(reverse)).containsExactly("P1", "P2", "P3", "P4", ">", "A1", "A2", "A3", "A4");
    }

    @Test
    void what_its_function_says_of_a_prompt_is_said() {
        TextTask even = new TextTask("even", "ab", '>', 2, random -> "ab", prompt -> {
            if (prompt.length() % 2 > 0) {
                throw new IllegalArgumentException(prompt.equals("a") ? "it is odd" : null);
            }
            return prompt;
        });
        assertThatThrownBy(() -> even.parse("a>"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("prompt a: it is odd");
        assertThatThrownBy(() -> even.parse("b>")).hasMessage("prompt b: the task has no answer to it");
    }

    @Test
    void every_character_has_one_meaning() {
        assertThatThrownBy(() -> new TextTask("x", "aab", '>', 4, TextTaskTest::word, prompt -> prompt))
                .hasMessageContaining("each character once");
    }

    /** A task with what training needs and no more. */
    private record Bare(String input, int maxLength) implements Task {

        @Override
        public String name() {
            return "bare";
        }

        @Override
        public Vocabulary vocabulary() {
            return Vocabulary.ofCharacters("a>BEP", 'B', 'E', 'P');
        }

        @Override
        public int[] sample(RandomGenerator random) {
            return vocabulary().encode(input);
        }
    }

    @Test
    void the_least_that_a_task_must_have_is_enough() {
        Bare bare = new Bare("Ba>aE", 9);
        int[] input = bare.parse("a>a");
        assertThat(bare.vocabulary().decode(input)).isEqualTo("Ba>aE");
        assertThat(bare.probedPositions(input)).containsExactly(1, 2, 3);
        assertThat(Positions.name(bare, input, 2)).isEqualTo("2");
        assertThat(bare.isWellFormed(input)).isTrue();
        assertThat(bare.examples()).containsExactly("a>a", "a>a", "a>a");
        assertThatThrownBy(() -> bare.parse("aaaaaaaaaa")).hasMessageContaining("at most 7 beside BOS and EOS");
    }
}
