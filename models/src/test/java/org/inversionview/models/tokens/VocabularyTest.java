package org.inversionview.models.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private final Vocabulary vocabulary = Vocabulary.ofCharacters("01+BEP", 'B', 'E', 'P');

    @Test
    void ids_follow_the_characters_order() {
        assertThat(vocabulary.encode("B1+0EP")).containsExactly(3, 1, 2, 0, 4, 5);
        assertThat(vocabulary.size()).isEqualTo(6);
        assertThat(vocabulary.bos()).isEqualTo(3);
        assertThat(vocabulary.eos()).isEqualTo(4);
        assertThat(vocabulary.pad()).isEqualTo(5);
        assertThat(vocabulary.token(2)).isEqualTo("+");
    }

    @Test
    void decoding_is_the_inverse_of_encoding() {
        assertThat(vocabulary.decode(vocabulary.encode("B10+01EPP"))).isEqualTo("B10+01EPP");
        assertThat(vocabulary.encode("")).isEmpty();
    }

    @Test
    void names_the_first_foreign_character_and_its_place() {
        assertThatThrownBy(() -> vocabulary.encode("10-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input 10-2: character '-' at place 2 is not in the vocabulary, which has 0 1 + B E P");
    }

    @Test
    void rejects_a_special_token_that_is_no_token() {
        assertThatThrownBy(() -> Vocabulary.ofCharacters("01BE", 'B', 'E', 'P'))
                .hasMessage("special token id -1: this vocabulary has ids 0 to 3");
        assertThatThrownBy(() -> new TokenList(List.of("a", "b"), 0, 1, 2))
                .hasMessage("special token id 2: this vocabulary has ids 0 to 1");
    }

    @Test
    void does_not_change_with_the_list_it_was_made_of() {
        List<String> tokens = new ArrayList<>(List.of("a", "b", "c"));
        Vocabulary made = new TokenList(tokens, 0, 1, 2);
        tokens.set(0, "z");
        assertThat(made.token(0)).isEqualTo("a");
    }
}
