package org.inversionview.magics.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.inversionview.magics.view.MimeBundle;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

class CitationTest {

    @Test
    void cites_the_method_and_this_software_with_its_version() {
        Citation citation = new Citation("1.2.3");
        assertThat(citation.bibtex())
                .contains(
                        "@inproceedings{huang2024inversionview,",
                        "author    = {Huang, Xinting and Panwar, Madhur and Goyal, Navin and Hahn, Michael}",
                        "@software{inversionview-java,",
                        "version = {1.2.3}");
        assertThat(citation.bibtex().chars().filter(c -> c == '{').count())
                .isEqualTo(citation.bibtex().chars().filter(c -> c == '}').count());
    }

    @Test
    void line_breaks_stay_as_they_are() {
        Citation citation = new Citation("1.2.3");
        assertThat(citation).hasToString("To cite the method, and this software\n" + citation.bibtex());
        String html = String.valueOf(citation.bundle().data().get(MimeBundle.HTML));
        assertThat(Jsoup.parse(html).select("pre").eachText()).hasSize(1);
        assertThat(html).contains("<pre>" + citation.bibtex() + "</pre>");
    }
}
