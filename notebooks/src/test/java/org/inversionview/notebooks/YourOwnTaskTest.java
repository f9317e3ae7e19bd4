package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That a task of one’s own is learned and read as the notebook says. */
class YourOwnTaskTest {

    /** What notebooks train is trained anew. */
    @BeforeAll
    static void clear() throws IOException {
        Path trained = Path.of("trained");
        if (Files.exists(trained)) {
            try (Stream<Path> files = Files.walk(trained)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void a_task_of_ones_own_is_learned_and_read_as_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("04-your-own-task.ipynb");

        JsonNode probed = notebook.result("probed").path("readings");
        assertThat(probed.path(probed.size() - 1).at("/values/exact match").asDouble())
                .isGreaterThan(0.95);
        String counts = notebook.printed("count");
        Matcher agree = Pattern.compile("next is e: (\\d+) of (\\d+) inputs").matcher(counts);
        assertThat(agree.find()).as(counts).isTrue();
        assertThat(Integer.parseInt(agree.group(2))).isGreaterThan(100);
        assertThat(Integer.parseInt(agree.group(1))).isGreaterThan(Integer.parseInt(agree.group(2)) * 9 / 10);
    }
}
