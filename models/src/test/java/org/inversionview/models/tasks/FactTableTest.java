package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.inversionview.models.tasks.FactTable.Fact;
import org.inversionview.models.tasks.FactTable.Kind;
import org.junit.jupiter.api.Test;

class FactTableTest {

    private final FactTable table = FactTable.read();

    /** Where this fails after a new ICU, {@code CldrFacts.main} writes the file anew; the shipped model has to be trained again. */
    @Test
    void the_file_holds_what_icu_says() throws IOException {
        try (InputStream file = Objects.requireNonNull(FactTable.class.getResourceAsStream(FactTable.FILE))) {
            assertThat(new CldrFacts().text()).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void facts_are_what_everyone_can_look_up() {
        FactSubject kenya = table.subjects().stream()
                .filter(subject -> subject.code().equals("KE"))
                .findFirst()
                .orElseThrow();
        assertThat(kenya.name()).isEqualTo("Kenya");
        assertThat(kenya.attribute(FactRelation.CONTINENT)).contains("Africa");
        assertThat(kenya.attribute(FactRelation.REGION)).contains("Eastern Africa");
        assertThat(kenya.attribute(FactRelation.CURRENCY)).contains("Kenyan Shilling");
        assertThat(kenya.attribute(FactRelation.LANGUAGE)).contains("Swahili");
        assertThat(kenya.attribute(FactRelation.SCRIPT)).contains("Latin");
        assertThat(kenya.attribute(FactRelation.OFFSET)).contains("UTC+3");
        assertThat(kenya.attribute(FactRelation.CITY)).contains("Nairobi");
        assertThat(kenya.attribute(FactRelation.WEEK)).contains("Sunday");
        assertThat(table.subjects()).hasSizeGreaterThan(240);
    }

    @Test
    void each_fact_is_of_one_kind() {
        Set<Fact> all = new HashSet<>();
        int count = 0;
        for (Kind kind : Kind.values()) {
            count += table.facts(kind).size();
            all.addAll(table.facts(kind));
        }
        assertThat(all).hasSize(count);
        assertThat(table.facts(Kind.TRAINED)).hasSizeGreaterThan(1_700);
        assertThat(table.facts(Kind.INFERRED)).hasSizeGreaterThan(30);
        assertThat(table.facts(Kind.GUESSED)).hasSizeGreaterThan(30);
    }

    @Test
    void what_is_held_out_as_inferred_follows_from_facts_that_are_trained() {
        Set<Fact> trained = Set.copyOf(table.facts(Kind.TRAINED));
        for (Fact fact : table.facts(Kind.INFERRED)) {
            FactRelation source = fact.relation().source().orElseThrow();
            assertThat(trained).contains(new Fact(fact.subject(), source));
            Optional<String> given = fact.subject().attribute(source);
            assertThat(trained.stream()
                            .filter(other -> other.relation() == fact.relation())
                            .filter(other -> other.subject().attribute(source).equals(given))
                            .map(Fact::attribute)
                            .collect(Collectors.toSet()))
                    .as(fact.toString())
                    .containsExactly(fact.attribute());
        }
    }

    @Test
    void what_is_held_out_as_guessed_has_an_answer_that_others_train() {
        Set<String> trained =
                table.facts(Kind.TRAINED).stream().map(Fact::attribute).collect(Collectors.toSet());
        assertThat(table.facts(Kind.GUESSED)).allMatch(fact -> trained.contains(fact.attribute()));
    }
}
