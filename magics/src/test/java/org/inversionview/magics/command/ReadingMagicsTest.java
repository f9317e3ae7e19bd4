package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.FeatureRates;
import org.inversionview.magics.result.PatchMap;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Reading;
import org.inversionview.magics.result.Several;
import org.inversionview.magics.result.SideBySide;
import org.inversionview.magics.result.StudyReport;
import org.inversionview.magics.session.Session;
import org.inversionview.models.probed.RandomModelFolder;
import org.inversionview.models.reading.ConsistencyMap.Row;
import org.inversionview.models.reading.Explanation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Magics that read preimages, on the shipped addition model, at heads of which it is known what they hold. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingMagicsTest {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    @BeforeAll
    void load() {
        magics.run("model", "addition device=cpu");
        magics.run("query", "615+861=");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private FeatureRates fcr(String arguments) {
        return (FeatureRates) magics.run("fcr", arguments + " draws=4000 queries=40");
    }

    @Test
    void fcr_finds_the_pair_and_the_carry_each_at_its_head() {
        FeatureRates rates = fcr("site=a1.1,a1.2 pos== match==");
        assertThat(rates.data().readings().get(0).rate().feature()).isEqualTo("F1,S1 in either order");
        assertThat(rates.data().readings().stream()
                        .filter(row -> row.cell().site().equals("a1.1"))
                        .findFirst()
                        .map(row -> row.rate().feature()))
                .hasValue("carry of F2+S2");
        assertThat(rates.toString()).contains("a1.1 at = – carry of F2+S2 says most");
    }

    @Test
    void what_a_cell_adds_is_a_feature_as_any_other() {
        session.tasks().features().add("odd", x -> x.digit("F1") % 2 + x.digit("S1") % 2);
        assertThat(fcr("site=a1.2 pos== match== feature=odd").data().rows())
                .extracting(row -> row.rate().feature(), Row::isAboveChance)
                .containsExactly(tuple("odd", true));
        PatchMap map = (PatchMap) magics.run("patchmap", "answer=A2 change=F1,S1 where=\"odd=2\" n=5");
        assertThat(map.effects().clean().inputs()).isEqualTo(5);
        session.tasks().features().remove("odd");
    }

    @Test
    void fcr_of_the_decoder_s_proposals_says_that_they_are_steered() {
        FeatureRates rates =
                (FeatureRates) magics.run("fcr", "site=a1.2 pos== match== source=decoder n=64 queries=12 draws=1000");
        assertThat(rates.data().readings().get(0).rate().feature()).isEqualTo("F1,S1 in either order");
        assertThat(rates.toString()).contains("which is steered");
    }

    @Test
    void explain_reads_the_last_preimage_or_any() {
        magics.run("inspect", "site=a1.2 pos== match== n=64");
        Reading last = (Reading) magics.run("explain", "draws=4000");
        assertThat(last.data().description().statements()).hasToString("[F1,S1 in either order: 6 and 8]");
        assertThat(last.data().near().match()).isEqualTo("=");
        Reading other = (Reading) magics.run("explain", "layer=1 head=1 pos== match== input=655+866= draws=4000");
        assertThat(other.data().description().statements()).hasToString("[carry of F2+S2: 1]");
        assertThat(other.data().query()).isEqualTo("655+866=1521");
        assertThat(magics.run("explain", "site=a1.2 pos=A1,A2 draws=500")).isInstanceOf(Several.class);
    }

    @Test
    void study_decides_what_is_known_and_says_where_nothing_is() {
        StudyReport pair = (StudyReport) magics.run("study", "site=a1.2 pos== match== input=215+461= draws=4000");
        assertThat(pair.isDecided()).isTrue();
        assertThat(pair.toString())
                .contains("Decided: a1.2 at = holds F1,S1 in either order, and the model uses it for A1.");
        StudyReport nothing = (StudyReport) magics.run("study", "site=a1.0 pos=A1 match=A1 draws=1000");
        assertThat(nothing.isDecided()).isFalse();
        assertThat(nothing.toString()).contains("Not decided: inputs inside ε are like any other inputs");
    }

    @Test
    void compare_says_what_preimages_have_in_common_and_where_they_differ() {
        SideBySide compared = (SideBySide) magics.run("compare", "site=a0.3,a1.2 pos== match== draws=6000");
        assertThat(compared.toString())
                .contains("They differ in F1,S1 in either order: held by a1.2 at =, not by a0.3 at =.")
                .containsPattern("All hold: .*larger of F1,S1");
        assertThat(compared.data().overlaps().get(0).secondInFirst().value()).isEqualTo(1);
        assertThat(compared.table().columnNames()).containsExactly("input", "a0.3 at =", "a1.2 at =");
        SideBySide queries = (SideBySide) magics.run("compare", "site=a1.2 pos== match== draws=2000 615+861= 816+640=");
        assertThat(queries.data().overlaps().get(0).both().value()).isGreaterThan(0.9);
    }

    /** The same heads under other numbers, as a model that was trained anew has them. */
    @Test
    void compare_asks_another_model_the_same(@TempDir Path folder) throws IOException {
        RandomModelFolder.write(folder, session.requireModel().probed().config(), 0);
        SideBySide compared = (SideBySide)
                magics.run("compare", "site=a1.2 pos== match== draws=2000 other=%s other-site=a0.1".formatted(folder));
        assertThat(compared.data().read())
                .extracting(one -> one.provenance().model(), Explanation::site)
                .containsExactly(tuple("addition", "a1.2"), tuple(folder.toString(), "a0.1"));
        assertThat(compared.toString())
                .contains("They differ in F1,S1 in either order: held by addition: a1.2 at =, not by %s: a0.1 at =."
                        .formatted(folder));
        assertThat(session.requireModel().name()).isEqualTo("addition");
    }

    @Test
    void inspect_shows_controls_small_beside() {
        Preimage controlled = (Preimage) magics.run("inspect", "site=a1.2 pos== match== n=100 control=true");
        assertThat(controlled.controls()).hasSize(4);
        assertThat(controlled.toString()).contains("a random direction, as long");
        assertThat(((Preimage) magics.run("inspect", "site=a1.2 pos== n=16")).controls())
                .isEmpty();
    }

    @Test
    void another_epsilon_takes_no_sampling() {
        Preimage asked = (Preimage) magics.run("inspect", "site=a1.1 pos== match== n=200");
        Preimage wider = asked.within(0.5);
        assertThat(wider.proposals()).isEqualTo(asked.proposals());
        assertThat(wider.insideShare()).isGreaterThan(asked.insideShare());
        assertThat(wider.toString()).contains("inside ε = 0.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fcr | site=a1.2 | %fcr needs pos=",
                "compare | site=a1.2 pos== | number of preimages 1: two or more are compared",
                "compare | site=a1.2 pos== other=addition | other=addition: that is the loaded model; site= takes several sites of one",
                "compare | site=a1.2 pos== other-site=a1.1 | other-site=a1.1: of which model? Add other=",
                "compare | site=a1.2 pos== other=counting | task counting: models are compared by inputs that both read, so both need one task",
                "compare | site=a1.2 pos== other=nothing | no model 'nothing'",
                "compare | pos=* | 15 sites × 12 positions × 1 inputs: up to 12 preimages can be compared at once",
                "study | site=a1.2 pos=A1 answer=F1 draws=500 | answer=F1: none comes after the query position A1",
                "study | site=a1.2 pos== where=Q=1 | where=Q=1: inputs of addition have no 'Q'",
                "explain | eps=0.2 | eps=…: the last preimage has its own; add site=… pos=… to ask another question",
                "explain | input=100+200= | input=…: the last preimage has its own; add site=… pos=… to ask another question",
                "study | match=A1 | match=…: the last preimage has its own; add site=… pos=… to ask another question",
                "explain | site=a1.2 | where? Add pos=A1, or leave the site out, too, for the last preimage",
                "explain | site=a1.2 pos=Q | pos=Q: B615+861=1476E has 0 to 12",
                "explain | site=a1.2 pos=A1 source=decoder | source=decoder: inputs that nothing steered are task or exact",
                "fcr | site=a1.9 pos=A1 | head 9: block 1 of this model has heads 0 to 3 (%sites lists all)",
                "fcr | site=q* pos=A1 | site=q*: none matches: this model has",
                "fcr | pos=Q | pos=Q: no input of addition has it",
                "fcr | pos=A1 feature=foo | feature=foo: there is none of that name, but F1; S1; F1,S1 in either order",
                "fcr | site=m1 pos=A1 queries=0 | queries=0: it must be from 1 to 100000",
                "fcr | site=m1 pos=A1 eps=0 | eps=0.0: it must be above 0",
                "fcr | site=m1 pos=A1 source=corpus | source=corpus: write task, decoder or exact (%help fcr)",
                "fcr | site=m1 pos=A1 source=exact draws=5 | draws=5: source=exact takes every input of the task"
            })
    void mistakes_get_one_line(String magic, String arguments, String line) {
        assertThatThrownBy(() -> magics.run(magic, arguments))
                .isInstanceOf(MagicException.class)
                .message()
                .startsWith(line);
    }
}
