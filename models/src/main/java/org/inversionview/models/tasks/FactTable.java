package org.inversionview.models.tasks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * True facts about the world's countries and territories, and which of them no training sees.
 *
 * <p>They are the Unicode CLDR's and the time zone database's, kept in {@code facts.tsv}; a test compares the file with what
 * ICU says, and writes it anew.
 *
 * @param subjects in the order of their codes
 */
record FactTable(List<FactSubject> subjects) {

    /** The file of facts: columns code, name, and one for each relation. */
    static final String FILE = "facts.tsv";

    /** Stands where nothing is known. */
    static final String UNKNOWN = "-";

    private static final int NAME = 1;
    private static final int ONE_IN = 10;
    private static final int OFTEN = 4;

    /** One fact. */
    record Fact(FactSubject subject, FactRelation relation) {

        String attribute() {
            return subject.attribute(relation).orElseThrow();
        }
    }

    /** What a training may know of a fact. */
    enum Kind {
        /** It is trained. */
        TRAINED,
        /** It is held out, and follows from another one of the same subject that is trained. */
        INFERRED,
        /** It is held out, and can only be guessed. */
        GUESSED
    }

    FactTable {
        subjects = List.copyOf(subjects);
    }

    /** Reads the table that is part of the software. */
    static FactTable read() {
        try (InputStream in = FactTable.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(in, FILE), StandardCharsets.UTF_8))) {
            return new FactTable(lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(FactTable::subject)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FactSubject subject(String line) {
        String[] cells = line.split("\t", -1);
        Map<FactRelation, String> attributes = new EnumMap<>(FactRelation.class);
        for (FactRelation relation : FactRelation.values()) {
            String attribute = cells[NAME + 1 + relation.ordinal()];
            if (!attribute.equals(UNKNOWN)) {
                attributes.put(relation, attribute);
            }
        }
        return new FactSubject(cells[0], cells[NAME], attributes);
    }

    /** Returns the facts of a kind, by subject and relation. */
    List<Fact> facts(Kind kind) {
        return subjects.stream()
                .flatMap(subject -> Stream.of(FactRelation.values())
                        .filter(relation -> subject.attribute(relation).isPresent())
                        .map(relation -> new Fact(subject, relation)))
                .filter(fact -> kind(fact) == kind)
                .toList();
    }

    /**
     * Returns what a training may know of a fact. Of a tenth of the subjects the continent is held out, of another tenth the
     * script, where both follow from a trained fact; of a third tenth the offset and when the week begins, where others have the same.
     */
    Kind kind(Fact fact) {
        int tenth = subjects.indexOf(fact.subject()) % ONE_IN;
        return switch (fact.relation()) {
            case CONTINENT -> tenth == 3 && follows(fact) ? Kind.INFERRED : Kind.TRAINED;
            case SCRIPT -> tenth == 7 && follows(fact) ? Kind.INFERRED : Kind.TRAINED;
            case OFFSET, WEEK -> tenth == 5 && isShared(fact) ? Kind.GUESSED : Kind.TRAINED;
            default -> Kind.TRAINED;
        };
    }

    private boolean isShared(Fact fact) {
        return subjects.stream()
                        .filter(other -> other.attribute(fact.relation()).equals(Optional.of(fact.attribute())))
                        .count()
                >= OFTEN;
    }

    /** Whether others have the same source, such as the region, and all of them the same attribute. */
    private boolean follows(Fact fact) {
        FactRelation source = fact.relation().source().orElseThrow();
        Optional<String> given = fact.subject().attribute(source);
        List<String> ofOthers = subjects.stream()
                .filter(other -> !other.equals(fact.subject()))
                .filter(other -> other.attribute(source).equals(given))
                .flatMap(other -> other.attribute(fact.relation()).stream())
                .distinct()
                .toList();
        return ofOthers.equals(List.of(fact.attribute()));
    }
}
