package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inversionview.magics.MagicException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicRewriterTest {

    private static final String CALLS = "org.inversionview.kernel.cell.MagicCalls.";
    private static final String CAST = "(org.inversionview.kernel.cell.EchoMagics.Echo) ";

    private static String rewritten(String cell) {
        return MagicRewriter.rewrite(cell, new EchoMagics()::resultType).java();
    }

    private static String shown(String arguments) {
        return CALLS + "show(\"echo\", \"" + arguments + "\");";
    }

    private static String value(String arguments) {
        return CAST + CALLS + "value(\"echo\", \"" + arguments + "\")";
    }

    @Test
    void a_line_of_its_own_is_shown() {
        assertThat(rewritten("%echo layer=1 head=3")).isEqualTo(shown("layer=1 head=3"));
        assertThat(rewritten("int a = 1;\n  %echo\nint b;")).isEqualTo("int a = 1;\n  " + shown("") + "\nint b;");
        assertThat(rewritten("%echo a\n%echo b")).isEqualTo(shown("a") + "\n" + shown("b"));
    }

    @Test
    void a_line_keeps_its_semicolon_and_comment_for_the_magic() {
        assertThat(rewritten("%echo a=1; // why")).isEqualTo(shown("a=1; // why"));
    }

    @Test
    void an_assigned_magic_has_its_type() {
        assertThat(rewritten("Echo p = %echo layer=1;")).isEqualTo("Echo p = " + value("layer=1") + ";");
        assertThat(rewritten("var p = %echo layer=1")).isEqualTo("var p = " + value("layer=1") + ";");
        assertThat(rewritten("var p =\n    %echo;\np")).isEqualTo("var p =\n    " + value("") + ";\np");
    }

    @Test
    void an_assigned_magic_ends_where_java_goes_on() {
        assertThat(rewritten("for (int i : s) { p = %echo a=1; n++; }"))
                .isEqualTo("for (int i : s) { p = " + value("a=1") + "; n++; }");
        assertThat(rewritten("p = %echo a=1 // one; two")).isEqualTo("p = " + value("a=1") + "; // one; two");
        assertThat(rewritten("p = %echo \"a; b\" c;")).isEqualTo("p = " + value("\\\"a; b\\\" c") + ";");
        assertThat(rewritten("p = %echo path=\"C:\\\"; n++;"))
                .isEqualTo("p = " + value("path=\\\"C:\\\\\\\"") + "; n++;");
        assertThat(rewritten("p = %echo \"open; x\nn++;")).isEqualTo("p = " + value("\\\"open; x") + ";\nn++;");
        assertThat(rewritten("p = %echo hub=https://a.b/c;")).isEqualTo("p = " + value("hub=https://a.b/c") + ";");
    }

    @Test
    void quotes_and_backslashes_survive() {
        assertThat(rewritten("%echo \"The \\\"cat\\\"\" C:\\u0041 it's"))
                .isEqualTo(shown("\\\"The \\\\\\\"cat\\\\\\\"\\\" C:\\\\u0041 it's"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (var i : s) {\n",
                "for (var i : f(s))\n",
                "if (a) {}\nelse\n",
                "s.forEach(i -> {\n",
                "Runnable r = () -> {\n",
                "int a = 1; // note\n",
                "/* note */ ",
                "void f() {\n  int a = b\n    % c;\n",
                "switch (a) {\ncase 1:\n",
                "String s = \"\"\"\n  \\\"\"\" \"quoted\" // no comment\n  \"\"\";\n",
                "char c = '\"';\n",
                "char c = '\\'';\n"
            })
    void a_magic_may_stand_where_a_statement_may_begin(String before) {
        assertThat(rewritten(before + "  %echo a=1\n}")).isEqualTo(before + "  " + shown("a=1") + "\n}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%echo", "% echo", "%", "var v = %;"})
    void a_percent_sign_that_no_name_follows_is_a_magic_that_there_is_not(String cell) {
        assertThatThrownBy(() -> rewritten(cell)).hasMessage("no magic %: there are %echo and %echo-html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int c = a\n  %echo;",
                "int c = a\n  % echo;",
                "int c = f(a)\n  %echo + 1;",
                "int c = s[0]\n  %echo;",
                "int c = 17\n%echo;",
                "int c = a /* sum */\n  %echo;",
                "a %= 3;",
                "a %echo",
                "String s = \"x\\\"= %echo\";",
                "String s = \"\"\"\n%echo a\n= %echo\n\"\"\";",
                "// p = %echo\n",
                "/*\n%echo\n*/ int a;",
                "char c = '%';",
                "System.out.printf(\"%s %s\\n\", 1, \"a\");"
            })
    void arithmetic_and_text_stay_as_they_are(String cell) {
        assertThat(rewritten(cell)).isEqualTo(cell);
    }

    @Test
    void an_unknown_name_is_refused_before_anything_runs() {
        assertThatThrownBy(() -> rewritten("int a = 1;\n%eco"))
                .isInstanceOf(MagicException.class)
                .hasMessage("no magic %eco: there are %echo and %echo-html");
    }

    @Test
    void places_lead_back_to_the_source() {
        String source = "%echo a\nint b = bad;";
        RewrittenCell cell = MagicRewriter.rewrite(source, new EchoMagics()::resultType);

        int bad = cell.sourceOffset(cell.java().indexOf("bad"));

        assertThat(bad).isEqualTo(source.indexOf("bad"));
        assertThat(cell.line(bad)).isEqualTo(1);
        assertThat(cell.column(bad)).isEqualTo(8);
        assertThat(cell.sourceOffset(cell.java().indexOf("show"))).isZero();
    }

    @Test
    void long_cells_are_read_in_one_pass() {
        String block = "String s = \"\"\"\n" + "\"quoted\" \\\\ text\n".repeat(20_000) + "\"\"\";\n";

        assertThat(rewritten(block + "%echo a")).isEqualTo(block + shown("a"));
    }
}
