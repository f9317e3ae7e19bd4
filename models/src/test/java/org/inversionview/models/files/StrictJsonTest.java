package org.inversionview.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {

    private static final JsonBounds NARROW = new JsonBounds(40, 3, 10, 5, false);
    private static final JsonBounds WIDE = new JsonBounds(10_000, 600, 6_000, 1_000, true);

    private final Path file;

    StrictJsonTest(@TempDir Path folder) {
        file = folder.resolve("it.json");
    }

    private JsonNode read(String json, JsonBounds bounds) throws IOException {
        return StrictJson.read(Files.writeString(file, json), JsonNode.class, bounds, "mend it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[[[]]]] | ' is nested too deep, or holds a text or number too long to be meant'",
                "{\"a\": \"12345678901\"} | ' is nested too deep, or holds a text or number too long to be meant'",
                "123456 | ' is nested too deep, or holds a text or number too long to be meant'",
                "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13] | ' is longer than the 40 bytes that such a file may have'",
                "NaN | ' is not JSON (line 1, column 4)'",
                "{\"a\": 1, \"a\": 2} | ': field a stands there twice'",
                "[1] 2 | ' goes on after its end'",
                "'' | ' is empty'"
            })
    void what_is_out_of_bounds_or_wrong_is_said(String json, String said) {
        assertThatThrownBy(() -> read(json, NARROW))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + said);
    }

    @Test
    void wider_bounds_take_more() throws IOException {
        assertThat(read("[".repeat(600) + "]".repeat(600), WIDE)).isNotEmpty();
        assertThat(read("9".repeat(900), WIDE).isNumber()).isTrue();
        assertThat(read("\"" + "a".repeat(5_000) + "\"", WIDE).asText()).hasSize(5_000);
        assertThat(read("[NaN, -Infinity]", WIDE).path(0).asDouble()).isNaN();
        assertThat(read("\uFEFFnull", WIDE).isNull()).isTrue();
    }

    @Test
    void bytes_that_are_no_characters_are_said_so() throws IOException {
        Files.write(file, "[\"\u00e4\"]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> StrictJson.read(file, JsonNode.class, WIDE, "mend it"))
                .hasMessage(file + " is no text in UTF-8; mend it");
    }
}
