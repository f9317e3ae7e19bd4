package org.inversionview.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the addition model’s heads hold and do what the notebook says. */
class AdditionTest {

    @Test
    void addition_heads_hold_and_do_what_the_notebook_says() throws IOException {
        ExecutedNotebook notebook = ExecutedNotebook.of("01-addition.ipynb");

        assertThat(notebook.share("verify-first", "a1.2@=")).isBetween(0.4, 0.7); // the largest of three
        assertThat(notebook.share("verify-carry", "a1.1@=")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-second", "a1.2@A1")).isGreaterThan(0.85);
        assertThat(notebook.share("verify-second-carry", "a1.1@A1")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-third", "a1.2@A2")).isGreaterThan(0.85);
        assertThat(notebook.share("verify-third-carry", "a1.1@A2")).isGreaterThan(0.95);
        assertThat(notebook.share("verify-fourth", "a1.2@A3")).isGreaterThan(0.8);
        assertThat(notebook.share("verify-short", "a1.2@A1")).isGreaterThan(0.85);

        assertThat(inside(notebook, "read-first", "6 and 8 in front, in either order"))
                .isGreaterThan(0.99);
        assertThat(inside(notebook, "exact-first", "6 and 8 in front, in either order"))
                .isGreaterThan(0.99);
        assertThat(notebook.cell("coverage-first")
                        .at("/outputs/0/data/text~1plain")
                        .toString())
                .contains("a1.2");
        assertThat(inside(notebook, "read-carry", "a1.1 at = of B615")).isLessThan(0.01);
        assertThat(inside(notebook, "read-carry", "a1.1 at = of B655")).isGreaterThan(0.95);
        assertThat(inside(notebook, "read-second", "a1.2 at A1: 6 and 8 in front"))
                .isGreaterThan(0.99);
        assertThat(inside(notebook, "read-second", "a1.1 at A1")).isLessThan(0.01);
        assertThat(inside(notebook, "read-third", "a1.2 at A2")).isGreaterThan(0.99);
        assertThat(inside(notebook, "read-third", "a1.1 at A2")).isLessThan(0.01);
        assertThat(inside(notebook, "read-fourth", "a1.2 at A3")).isGreaterThan(0.99);
        assertThat(inside(notebook, "read-short", "1 and 6 in the tens")).isGreaterThan(0.99);

        for (String check : List.of("check-first", "check-second", "check-fourth")) {
            assertThat(notebook.cell(check).at("/outputs/0/data/text~1plain").toString())
                    .as(check)
                    .contains("Confirmed: inside ε the output stays");
        }
    }

    /** The share that a line of a cell's text counts inside ε, of at least 100. */
    private static double inside(ExecutedNotebook notebook, String id, String what) {
        String text = notebook.printed(id);
        Matcher counts = Pattern.compile(Pattern.quote(what) + "[^\\n\"]*?: ([\\d,]+) of ([\\d,]+) inside")
                .matcher(text);
        assertThat(counts.find()).as("%s in %s", what, text).isTrue();
        int all = Integer.parseInt(counts.group(2).replace(",", ""));
        assertThat(all).as(what).isGreaterThan(100);
        return Integer.parseInt(counts.group(1).replace(",", "")) / (double) all;
    }
}
