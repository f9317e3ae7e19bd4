package org.inversionview.models.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are those of GPT-2 as published: openai/gpt-2's encoder.json. */
class BytePairsTest {

    private final Vocabulary gpt2 = BytePairs.gpt2();

    @Test
    void ids_are_gpt2s() {
        assertThat(gpt2.encode("Hello world")).containsExactly(15496, 995);
        assertThat(gpt2.encode("When Mary and John")).containsExactly(2215, 5335, 290, 1757);
        assertThat(gpt2.tokens(gpt2.encode("When Mary and John"))).containsExactly("When", " Mary", " and", " John");
        assertThat(gpt2.size()).isEqualTo(50_259);
        assertThat(gpt2.known()).isEqualTo(50_257);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " two  spaces", "line\nbreak\t", "naïve café", "数学 ∑ε", "🙂🙃", "don't [EOS] <|x|>"})
    void decoding_is_the_inverse_of_encoding(String text) {
        assertThat(gpt2.decode(gpt2.encode(text))).isEqualTo(text);
    }

    @Test
    void parts_of_a_character_are_shown_as_bytes() {
        int[] ids = gpt2.encode("🙂");
        assertThat(ids.length).isGreaterThan(1);
        assertThat(gpt2.token(ids[0])).matches("⟨[0-9A-F ]+⟩");
        assertThat(gpt2.decode(ids)).isEqualTo("🙂");
    }

    @Test
    void no_two_tokens_are_shown_alike() {
        for (int id = 0; id < gpt2.size(); id++) {
            assertThat(gpt2.id(gpt2.token(id))).isEqualTo(id);
        }
        assertThatThrownBy(() -> gpt2.id("no such token")).hasMessage("token no such token: it is none of GPT-2's");
    }

    @Test
    void bos_may_be_written() {
        assertThat(gpt2.encode("<|endoftext|>Hello")).containsExactly(50256, 15496);
        assertThat(gpt2.decode(gpt2.withEnds(gpt2.encode("Hello")))).isEqualTo("<|endoftext|>Hello[EOS]");
        assertThat(gpt2.withoutEnds(gpt2.encode("<|endoftext|>Hello"))).containsExactly(15496);
    }
}
