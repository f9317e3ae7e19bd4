package org.inversionview.magics.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlimSvgTest {

    private static final String STYLE = "fill:none;stroke:rgb(0,114,178);";

    private static String line(String ends) {
        return "<line style=\"%s\" %s/>".formatted(STYLE, ends);
    }

    @Test
    void lines_of_one_style_become_a_path_that_goes_on_where_they_meet() {
        assertThat(SlimSvg.of(line("x1=\"1\" x2=\"2\" y1=\"3\" y2=\"4\"")
                        + line("x1=\"2\" x2=\"5\" y1=\"4\" y2=\"6\"")
                        + line("x1=\"0\" x2=\"1\" y1=\"0\" y2=\"0.12345\"")))
                .isEqualTo("<path style=\"fill:none;stroke:#0072b2;\" stroke-linejoin=\"round\" "
                        + "d=\"M1 3L2 4L5 6M0 0L1 0.12\"/>");
    }

    @Test
    void dots_of_one_style_say_it_once() {
        String dot = "<ellipse cx=\"%s\" cy=\"7\" rx=\"3\" ry=\"%s\" style=\"fill:rgb(%s,0,0);\"/>";
        assertThat(SlimSvg.of(dot.formatted(1, 3, 9) + dot.formatted(2, 4, 9) + dot.formatted(3, 3, 255)))
                .isEqualTo("<g style=\"fill:#090000;\"><circle cx=\"1\" cy=\"7\" r=\"3\"/>"
                        + "<ellipse cx=\"2\" cy=\"7\" rx=\"3\" ry=\"4\"/></g>"
                        + "<g style=\"fill:#ff0000;\"><circle cx=\"3\" cy=\"7\" r=\"3\"/></g>");
    }

    @Test
    void tens_of_thousands_of_shapes_are_as_good_as_two() {
        String cell = "<rect height=\"1\" style=\"fill:rgb(0,0,9);\" width=\"1\" x=\"0\" y=\"0\"/>";
        assertThat(SlimSvg.of(cell.repeat(50_000)))
                .startsWith("<g style=\"fill:#000009;\"><rect")
                .endsWith("/></g>");
    }

    @Test
    void what_cannot_be_seen_is_left_out() {
        assertThat(
                        SlimSvg.of(
                                "<rect height=\"1\" style=\"fill:rgb(1,1,1);fill-opacity:0;\" width=\"1\" x=\"0\" y=\"0\"/>"
                                        + "<rect height=\"1\" style=\"fill:none;stroke:rgb(1,1,1);stroke-opacity:0;\" width=\"1\" x=\"0\" y=\"0\"/>"))
                .isEmpty();
        String seen = "<g style=\"fill:#010101;fill-opacity:0;stroke:#010101;\"><path d=\"M0,0\"/></g>";
        assertThat(SlimSvg.of("<path d=\"M0,0\" style=\"fill:rgb(1,1,1);fill-opacity:0;stroke:rgb(1,1,1);\"/>"))
                .isEqualTo(seen);
    }

    @Test
    void texts_and_clips_stay_as_they_are() {
        String other = "<defs><clipPath id=\"c\"><rect height=\"1\" width=\"2\" x=\"3\" y=\"4\"/></clipPath></defs>"
                + "<g><text style=\"fill:#000000;\" x=\"0\">a &lt; b</text></g>";
        assertThat(SlimSvg.of(other)).isEqualTo(other);
    }

    @Test
    void a_line_that_is_written_in_another_way_is_not_guessed_at() {
        assertThatThrownBy(() -> SlimSvg.of(line("points=\"1\""))).hasMessageContaining("points");
    }
}
