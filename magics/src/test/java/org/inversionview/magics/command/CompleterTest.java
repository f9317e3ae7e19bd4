package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompleterTest {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    @BeforeAll
    void load() {
        magics.run("model", "addition device=cpu");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private List<String> texts(String name, String arguments) {
        return magics.complete(name, arguments).texts();
    }

    @Test
    void options_come_from_the_declaration_and_those_written_are_left_out() {
        assertThat(texts("inspect", "")).contains("site=", "layer=", "head=", "pos=", "eps=");
        assertThat(texts("inspect", "layer=1 ")).contains("head=").doesNotContain("layer=");
        assertThat(magics.complete("inspect", "layer=1 he")).isEqualTo(new Completion(List.of("head="), 8));
        assertThat(texts("sites", "x")).isEmpty();
        assertThat(texts("nothing", "")).isEmpty();
    }

    @Test
    void values_come_from_the_loaded_model() {
        assertThat(magics.complete("inspect", "layer=")).isEqualTo(new Completion(List.of("0", "1"), 6));
        assertThat(texts("inspect", "layer=1 head=")).containsExactly("0", "1", "2", "3");
        assertThat(texts("inspect", "site=a1.")).containsExactly("a1.0", "a1.1", "a1.2", "a1.3");
        assertThat(texts("inspect", "pos=A")).containsExactly("A1", "A2", "A3", "A4");
        assertThat(texts("verify", "order=")).containsExactly("forward", "backward", "both");
        assertThat(texts("model", "a")).containsExactly("addition");
        assertThat(texts("train", "task=c")).containsExactly("counting");
        assertThat(texts("model", "addition proc")).containsExactly("processed=");
        assertThat(texts("model", "addition processed=")).containsExactly("true", "false");
        assertThat(texts("query", "61")).containsExactly("615+861=1476");
    }

    @Test
    void lists_are_completed_item_by_item() {
        assertThat(magics.complete("verify", "patch=a0.0@A3,he")).isEqualTo(new Completion(List.of("heads@"), 14));
        assertThat(magics.complete("verify", "patch=a0.0@A"))
                .isEqualTo(new Completion(List.of("A1", "A2", "A3", "A4"), 11));
        assertThat(magics.complete("verify", "change=F1,S")).isEqualTo(new Completion(List.of("S1", "S2", "S3"), 10));
    }

    @Test
    void what_has_white_space_is_offered_in_quotes() {
        String offered = "\"digits of the answer\"";
        assertThat(magics.complete("fcr", "feature=digits")).isEqualTo(new Completion(List.of(offered), 8));
        assertThat(magics.complete("fcr", "feature=\"digits of")).isEqualTo(new Completion(List.of(offered), 8));
        assertThat(magics.complete("fcr", "feature=F1;\"digits of")).isEqualTo(new Completion(List.of(offered), 11));
        assertThat(magics.complete("fcr", "feature=\"F1;digits of"))
                .isEqualTo(new Completion(List.of("digits of the answer\""), 12));
        assertThat(magics.complete("fcr", "feature=" + offered + " po")).isEqualTo(new Completion(List.of("pos="), 31));
        assertThat(Arguments.split("feature=" + offered)).containsExactly("feature=digits of the answer");
        assertThat(texts("fcr", "feature=S1")).containsExactly("S1");
        assertThat(texts("fcr", "feature=\"S1")).containsExactly("\"S1\"");
    }

    /** Every option whose value is one of some: its candidates are offered, and taken when they are written. */
    @Test
    void every_magic_completes_its_options_and_their_values() {
        for (MagicCommand<?> magic : Registry.all()) {
            CommandSpec spec = Parser.of(magic, session).getCommandSpec();
            for (OptionSpec option : spec.options()) {
                String name = option.longestName();
                assertThat(texts(spec.name(), "")).as(spec.name()).contains(name + "=");
                assertThat(texts(spec.name(), name.substring(0, 1))).contains(name + "=");
                boolean fewWords = option.type().isEnum()
                        || option.type() == boolean.class
                        || option.completionCandidates() != null;
                assertThat(texts(spec.name(), name + "=").isEmpty())
                        .as("%s %s=", spec.name(), name)
                        .isEqualTo(!fewWords);
                if (option.type().isEnum()) {
                    assertThat(texts(spec.name(), name + "="))
                            .hasSameSizeAs(option.type().getEnumConstants())
                            .allMatch(text -> text.equals(text.toLowerCase(Locale.ROOT)));
                }
            }
        }
    }

    @Test
    void help_of_a_magic_is_found_by_name() {
        assertThat(magics.help("verify").orElseThrow()).contains("patch=SITE@POS,…");
        assertThat(magics.help("nothing")).isEmpty();
        assertThat(magics.run("inspect", "?").bundle().text()).contains("%inspect");
    }
}
