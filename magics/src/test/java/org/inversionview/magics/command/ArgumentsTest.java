package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inversionview.magics.MagicException;
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

    @Test
    void a_backslash_is_a_character_but_in_the_quotes_of_a_text() {
        assertThat(Arguments.split("out=\"C:\\new models\"")).containsExactly("out=C:\\new models");
        assertThat(Arguments.splitTexts("input=\"a\\tb\" \"say \\\"x // y;\\\"\""))
                .containsExactly("input=a\tb", "say \"x // y;\"");
        assertThatThrownBy(() -> Arguments.splitTexts("\"a\\qb\""))
                .isInstanceOf(MagicException.class)
                .hasMessageStartingWith("\"a\\qb\": in quotation marks a backslash begins one of Java's escapes");
    }

    @Test
    void what_is_written_is_read_as_it_was() {
        List<String> plain = List.of("pos==", "where=A1 = 1", "out=C:\\new models", "//", "feature=a;", "x");
        assertThat(Arguments.split(Arguments.written(plain))).isEqualTo(plain);
        List<String> texts = List.of("input=say \"x // y;\"", "a\tb\nc", "one\\two", "\\ \"");
        assertThat(Arguments.splitTexts(Arguments.writtenTexts(texts))).isEqualTo(texts);
        for (String text : List.of("615+861=", "two  spaces", " a leading one", "\"q\"", "a\nb", "c:\\d")) {
            assertThat(Arguments.text(Arguments.writtenText(text))).isEqualTo(text);
        }
    }

    @Test
    void a_text_is_every_character_that_was_written() {
        for (String text : List.of(
                "two  spaces", "\ta tab", " a leading one", "say \"hi\" // no comment;", "\"a\" b \"c\"", "\"")) {
            assertThat(Arguments.text(text)).isEqualTo(text);
        }
    }

    @Test
    void a_text_in_quotation_marks_has_java_s_escapes() {
        assertThat(Arguments.text("\" a\\n\\\"b\\\" \\u00e4 \\\\u \"")).isEqualTo(" a\n\"b\" ä \\u ");
    }

    @Test
    void a_value_of_java_s_is_one_argument_whatever_is_in_it() {
        String value = Values.marked("a \"b\\ // c;");
        assertThat(Arguments.split("x=" + value + " y")).containsExactly("x=a \"b\\ // c;", "y");
        assertThat(Arguments.splitTexts("x=" + value + " \"q\\t\"")).containsExactly("x=a \"b\\ // c;", "q\t");
        assertThat(Arguments.text("say " + value)).isEqualTo("say a \"b\\ // c;");
    }
}
