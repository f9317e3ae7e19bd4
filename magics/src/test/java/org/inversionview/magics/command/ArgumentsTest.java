package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgumentsTest {

    @Test
    void splits_on_white_space_and_lets_double_quotes_group() {
        assertThat(Arguments.split(" layer=1   head=3 input=\"The cat\" \"a b\" "))
                .containsExactly("layer=1", "head=3", "input=The cat", "a b");
    }

    @Test
    void leaves_out_a_comment_and_a_trailing_semicolon() {
        assertThat(Arguments.split("layer=1 pos=A1; // the head that reads F1")).containsExactly("layer=1", "pos=A1");
        assertThat(Arguments.split("pos=A1 ;")).containsExactly("pos=A1");
        assertThat(Arguments.split("http://a/b")).containsExactly("http://a/b");
    }

    @Test
    void keeps_the_equals_sign_that_names_a_position() {
        assertThat(Arguments.split("pos==")).containsExactly("pos==");
    }

    @Test
    void gives_nothing_for_nothing() {
        assertThat(Arguments.split("  ")).isEmpty();
        assertThat(Arguments.split(";")).isEmpty();
    }
}
