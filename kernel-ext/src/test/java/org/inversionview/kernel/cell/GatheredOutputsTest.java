package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.magics.view.MimeBundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheredOutputsTest {

    private final RecordedOutputs cell = new RecordedOutputs();
    private final GatheredOutputs outputs = new GatheredOutputs();

    @AfterEach
    void close() {
        outputs.close();
    }

    private static MimeBundle text(String text) {
        return new MimeBundle(Map.of(MimeBundle.TEXT, text));
    }

    @Test
    void many_lines_are_few_messages_and_all_are_there() {
        outputs.showIn(cell);
        String all = IntStream.range(0, 200_000).mapToObj(i -> i + "\n").collect(Collectors.joining());

        all.lines().forEach(line -> outputs.out().print(line + "\n"));
        outputs.flush();

        assertThat(cell.lines()).hasSizeBetween(2, 400);
        assertThat(cell.lines().stream().map(line -> line.substring("STDOUT ".length())))
                .satisfies(pieces -> assertThat(String.join("", pieces)).isEqualTo(all));
    }

    @Test
    void what_is_printed_is_sent_after_a_moment() throws InterruptedException {
        outputs.showIn(cell);

        outputs.out().print("alone");

        while (cell.lines().isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(cell.lines()).containsExactly("STDOUT alone");
    }

    @Test
    void both_streams_and_displays_keep_their_order() {
        outputs.showIn(cell);

        outputs.out().print("a");
        outputs.out().print("b");
        outputs.err().print("c");
        outputs.out().print("d");
        outputs.display(text("e"));
        outputs.err().print("f");
        outputs.display(text("g"), "id");
        outputs.update("id", text("h"));

        assertThat(cell.lines())
                .containsExactly("STDOUT ab", "STDERR c", "STDOUT d", "DISPLAY e", "STDERR f", "DISPLAY g", "UPDATE h");
    }

    @Test
    void streams_that_take_turns_too_often_are_each_gathered() {
        outputs.showIn(cell);

        for (int i = 0; i < 1_000; i++) {
            outputs.out().print("o");
            outputs.err().print("e");
        }
        outputs.flush();

        assertThat(cell.lines()).hasSizeLessThan(200);
        assertThat(String.join("", cell.lines()).replaceAll("STD(OUT|ERR) ", ""))
                .hasSize(2_000);
    }

    @Test
    void a_character_that_comes_in_pieces_is_whole() {
        outputs.showIn(cell);
        byte[] bytes = "ε😀".getBytes(StandardCharsets.UTF_8);

        for (byte one : bytes) {
            outputs.out().write(one);
            outputs.flush();
        }

        assertThat(cell.lines()).containsExactly("STDOUT ε", "STDOUT 😀");
    }

    @Test
    void bytes_that_are_no_text_are_marked() {
        outputs.showIn(cell);

        outputs.out().write(new byte[] {'a', (byte) 0xff, 'b'}, 0, 3);
        outputs.flush();

        assertThat(cell.lines()).containsExactly("STDOUT a\uFFFDb");
    }

    @Test
    void what_was_printed_goes_to_the_cell_that_was_there() {
        outputs.showIn(cell);
        outputs.out().print("first");
        RecordedOutputs next = new RecordedOutputs();

        assertThat(outputs.showIn(next)).isSameAs(cell);
        outputs.out().print("second");
        outputs.flush();

        assertThat(cell.lines()).containsExactly("STDOUT first");
        assertThat(next.lines()).containsExactly("STDOUT second");
    }
}
