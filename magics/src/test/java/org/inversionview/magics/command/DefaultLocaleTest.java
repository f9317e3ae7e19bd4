package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.inversionview.magics.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a notebook shows, text, page and chart, is the same on whoever's machine. */
class DefaultLocaleTest {

    private static final List<String> LINES = List.of(
            "model addition device=cpu",
            "query 615+861=1476",
            "inspect site=a1.3 pos=A1 n=64",
            "distances site=a1.3 pos=A1 929+877 741+950",
            "sites",
            "attribute n=50");

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    private static List<String> shown() {
        try (Session session = new Session()) {
            Magics magics = new Magics(session);
            return LINES.stream().map(line -> shown(magics, line.split(" ", 2))).toList();
        }
    }

    private static String shown(Magics magics, String[] line) {
        Map<String, Object> forms =
                magics.run(line[0], line.length == 1 ? "" : line[1]).bundle().data();
        StringBuilder all = new StringBuilder(String.join(" ", line));
        new TreeMap<>(forms)
                .forEach((type, form) ->
                        all.append('\n').append(type).append(' ').append(form));
        return all.toString().replaceAll("\\d+\\.\\d+ s\\b|\"?seconds\"?[:=][\\d.E-]+", "some time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "hi-IN-u-nu-deva"})
    void is_shown_alike(String locale) {
        Locale.setDefault(Locale.ENGLISH);
        List<String> expected = shown();
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(shown()).isEqualTo(expected);
    }
}
