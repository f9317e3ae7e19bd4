package org.inversionview.models.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.inversion.Neighbours;
import org.inversionview.models.inversion.Query;
import org.inversionview.models.llm.LanguageModel;
import org.inversionview.models.reading.MachineGuess.Claim;
import org.inversionview.models.reading.MachineGuess.Verdict;
import org.junit.jupiter.api.Test;

/** On the shipped addition model, at a head of which it is known that it holds the pair of first digits. */
class ReadingInWordsTest extends OnShippedModels {

    private ReadingInWords reading() {
        return ReadingInWords.of(
                neighbours(addition, 10_000, "a1.2", "="),
                query(addition, "615+861", "a1.2", "="),
                addition.probed().task().features(),
                Optional::empty);
    }

    private MachineGuess guess(String answer) {
        return reading().tested(new LanguageModel.Answer(answer, "tiny", "localhost"));
    }

    @Test
    void the_prompt_shows_the_query_inputs_of_both_sides_and_the_features() {
        List<String> lines = Arrays.asList(reading().prompt().text().split("\n", -1));
        assertThat(lines.subList(0, 5))
                .containsExactly(
                        "An activation of a neural network is examined: a1.2 at position =, for one query input. Other inputs ran through the same network. INSIDE are those on which the activation is nearly the same (euclidean distance at most 0.1), OUTSIDE all others. What inputs inside share, and inputs outside do not, is what the activation holds.",
                        "The network's task is called addition. In each input ⟦ ⟧ mark the position at which its activation was compared.",
                        "",
                        "QUERY",
                        "615+861⟦=⟧1476");
        int inside = lines.indexOf("INSIDE, 24 of 254");
        int near = lines.indexOf("OUTSIDE, the nearest");
        int outside = near + 14;
        assertThat(lines.subList(inside + 1, near - 1))
                .hasSize(24)
                .allMatch(line -> line.matches("6..\\+8..⟦=⟧1\\d{3}|8..\\+6..⟦=⟧1\\d{3}"));
        assertThat(lines.subList(near + 1, outside - 1))
                .hasSize(12)
                .noneMatch(line -> line.matches("6..\\+8.*|8..\\+6.*"));
        assertThat(lines.get(outside)).startsWith("OUTSIDE, 24 of ");
        assertThat(lines).contains("F1,S1 in either order: 6 and 8", "token at F1: 6", "same token at F1 and S1: no");
    }

    @Test
    void the_prompt_is_the_same_each_time_and_so_is_its_hash() {
        assertThat(reading().prompt()).isEqualTo(reading().prompt());
        assertThat(reading().prompt().sha256()).matches("[0-9a-f]{64}");
        assertThat(new Prompt("abc").sha256()) // FIPS 180-2, appendix B.1
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void claims_are_tested_as_statements_are() {
        MachineGuess guess = guess("""
                {"words": "The first digits are 6 and 8, in either order.", "claims": [
                 {"feature": "F1,S1 in either order", "value": "6 and 8"}, {"feature": "F2", "value": 1},
                 {"feature": "F1", "value": "7"}, {"feature": "S1", "value": "8"}, {"feature": "digits", "value": "6"}, {"feature": "S1"}]}""");
        assertThat(guess.words()).isEqualTo("The first digits are 6 and 8, in either order.");
        assertThat(guess.untestable()).containsExactly("digits: 6", "S1: ");
        assertThat(guess.claims())
                .extracting(Claim::verdict)
                .containsExactly(
                        Verdict.SUPPORTED, Verdict.NO_MORE_THAN_OUTSIDE, Verdict.WRONG_OF_QUERY, Verdict.OF_SOME);
        assertThat(guess.claims().get(2).ofQuery()).isEqualTo("6");
        assertThat(guess.claims().get(2).statement().inside().hits()).isZero();
        assertThat(guess.supported().statements()).hasToString("[F1,S1 in either order: 6 and 8]");
        assertThat(guess.supported().precision().value()).isEqualTo(1);
        assertThat(guess.supported().recall().value()).isEqualTo(1);
    }

    @Test
    void a_claim_has_the_figures_of_the_statement_that_says_the_same() {
        Neighbours neighbours = neighbours(addition, 10_000, "a1.2", "=");
        Query query = query(addition, "615+861", "a1.2", "=");
        Statement read = PreimageReader.explain(
                        neighbours, query, addition.probed().task().features(), Optional::empty)
                .statements()
                .get(0);
        Statement claimed = guess("{\"claims\": [{\"feature\": \"%s\", \"value\": \"%s\"}]}"
                        .formatted(read.feature(), read.value()))
                .claims()
                .get(0)
                .statement();
        assertThat(List.of(claimed.inside(), claimed.near(), claimed.all()))
                .isEqualTo(List.of(read.inside(), read.near(), read.all()));
        assertThat(claimed.p()).as("corrected for one, not for all candidates").isLessThanOrEqualTo(read.p());
    }

    @Test
    void an_answer_in_words_alone_supports_nothing() {
        MachineGuess guess = guess("Digits, I think.");
        assertThat(guess.structured()).isFalse();
        assertThat(guess.words()).isEqualTo("Digits, I think.");
        assertThat(guess.claims()).isEmpty();
        assertThat(guess.supported().statements()).isEmpty();
    }
}
