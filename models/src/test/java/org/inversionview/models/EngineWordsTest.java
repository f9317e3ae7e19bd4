package org.inversionview.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine speaks of models, sites and inputs: neither its messages nor its documentation name a magic or an option. */
class EngineWordsTest {

    private static final Path SOURCES = Path.of("src/main/java/org/inversionview/models");

    /** Text constants and comments. */
    private static final Pattern WORDS =
            Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"|^ *(?:/\\*\\*|\\*|//).*$", Pattern.MULTILINE);

    private static final Pattern MAGIC = Pattern.compile("%[a-z]{3,}|%%[a-z]+");

    private static final Pattern OPTION = Pattern.compile("(?<![%\\w])[a-z]+=(?!%s-)"); // but a header's bytes=0-

    static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> notebooksWords(String source) {
        return WORDS.matcher(source)
                .results()
                .map(MatchResult::group)
                .filter(text ->
                        MAGIC.matcher(text).find() || OPTION.matcher(text).find())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void no_source_names_a_magic_or_an_option(Path source) throws IOException {
        assertThat(notebooksWords(Files.readString(source))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new X(\"no head %s (%%sites lists all)\".formatted(head));",
                "String hint = \"%sites lists all\";",
                "throw new X(\"eps=%s: it must be above 0\".formatted(epsilon));",
                "    /** As in {@code task=NAME}. */",
                "     * after {@code %inspect}"
            })
    void what_names_one_is_found(String source) {
        assertThat(notebooksWords(source)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "String.format(\"%,d of %.2f (%s%%), B%s+%s=%dE\", 1, 2.0);",
                "int site=0; boolean same = site==1; // 95 % of all",
                "request.header(\"Range\", \"bytes=%s-\".formatted(from));"
            })
    void what_names_none_is_not(String source) {
        assertThat(notebooksWords(source)).isEmpty();
    }
}
