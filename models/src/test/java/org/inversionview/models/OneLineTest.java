package org.inversionview.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void keeps_what_is_short_and_plain() {
        assertThat(OneLine.of("n=5: ε is 😀")).isEqualTo("n=5: ε is 😀");
    }

    @Test
    void control_characters_are_seen() {
        assertThat(OneLine.of("a\nb\u0000\tc")).isEqualTo("a␊b␀␉c");
        assertThat(OneLine.of("a\u007fb\u0085c\u2028d\u2029e")).isEqualTo("a?b?c?d?e");
        assertThat(OneLine.brief("a\nb")).isEqualTo("a␊b");
    }

    @Test
    void of_a_long_text_beginning_and_end_are_kept() {
        assertThat(OneLine.of("b" + "x".repeat(70_000) + "e"))
                .startsWith("bxx")
                .contains("xx… (69,102 characters) …xx")
                .endsWith("xxe")
                .hasSizeLessThan(1_000);
    }

    @Test
    void of_a_name_the_beginning_is_kept() {
        assertThat(OneLine.brief("b" + "x".repeat(70_000)))
                .startsWith("bxx")
                .endsWith("xx…")
                .hasSize(201);
    }
}
