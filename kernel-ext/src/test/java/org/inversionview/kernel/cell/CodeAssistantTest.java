package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inversionview.kernel.cell.CodeAssistant.Completion;
import org.inversionview.kernel.cell.CodeAssistant.State;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CodeAssistantTest {

    private static CellEvaluator evaluator;
    private static CodeAssistant assistant;

    @BeforeAll
    static void start() {
        evaluator = new CellEvaluator(new EchoMagics());
        assistant = evaluator.assistant();
    }

    @AfterAll
    static void end() {
        evaluator.close();
    }

    @Test
    void tells_whether_code_is_complete() {
        assertThat(assistant.state("int a = 1;\n%echo a")).isEqualTo(State.COMPLETE);
        assertThat(assistant.state("a + 1")).isEqualTo(State.COMPLETE);
        assertThat(assistant.state("int a = 1;\nfor (;;) {\n%unknown x")).isEqualTo(State.INCOMPLETE);
        assertThat(assistant.state("int = ;")).isEqualTo(State.INVALID);
        assertThat(assistant.state("")).isEqualTo(State.COMPLETE);
    }

    @Test
    void completes_names_of_magics() {
        assertThat(assistant.complete("%ec", 3)).isEqualTo(new Completion(List.of("echo", "echo-html"), 1, 3));
        assertThat(assistant.complete("int a;\nvar p = %echo-", 21))
                .isEqualTo(new Completion(List.of("echo-html"), 16, 21));
        assertThat(assistant.complete("%", 1).texts())
                .containsExactly("classpath", "echo", "echo-html", "jars", "load", "loadFromPOM", "maven", "mavenRepo");
    }

    @Test
    void completes_java_after_a_magic_line() {
        String code = "%echo a\nint n = 1;\n\"text\".toUpp";

        Completion completion = assistant.complete(code, code.length());

        assertThat(completion.texts()).contains("toUpperCase(");
        assertThat(code.substring(completion.start(), completion.end())).isEqualTo("toUpp");
    }

    @Test
    void completes_and_explains_the_magics_of_a_session() {
        try (Session session = new Session();
                CellEvaluator own = new CellEvaluator(new Magics(session))) {
            CodeAssistant help = own.assistant();
            String code = "int a;\nvar p = %inspect lay";
            Completion completion = help.complete(code, code.length());
            assertThat(completion.texts()).containsExactly("layer=");
            assertThat(code.substring(completion.start(), completion.end())).isEqualTo("lay");
            assertThat(help.inspect("int a;\n%inspect layer=1", 12).orElseThrow())
                    .contains("match=best|POS");
            assertThat(help.inspect("%nothing x=1", 4)).isEmpty();
        }
    }

    @Test
    void shows_signatures() {
        String code = "int m = Math.max(1, 2);";

        assertThat(assistant.inspect(code, code.indexOf("ax")).orElseThrow()).contains("int Math.max(int a, int b)");
        assertThat(assistant.inspect("String", 3).orElseThrow()).contains("java.lang.String");
        assertThat(assistant.inspect("nothingOfThatName", 3)).isEmpty();
    }
}
