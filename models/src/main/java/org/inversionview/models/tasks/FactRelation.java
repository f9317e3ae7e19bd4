package org.inversionview.models.tasks;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may be said of a country or territory, and the phrasings in which {@link FactualRecall} says it. */
enum FactRelation {
    CONTINENT(
            "continent",
            List.of(
                    "You will find {S} on the continent of",
                    "Travelers who land in {S} have reached the continent of",
                    "The land of {S} is a part of the continent of",
                    "Ships to {S} sail to the continent of"),
            "Travelers in {S} are on the continent of"),
    REGION(
            "region",
            List.of(
                    "On a map you will find {S} in",
                    "The land of {S} lies in the region of",
                    "Travelers who land in {S} are now in",
                    "You will find {S} in the region of"),
            "The map of {S} is a part of the region of"),
    CURRENCY(
            "currency",
            List.of(
                    "People in {S} pay with the",
                    "To buy bread in {S}, you need the",
                    "Banks in {S} accept the",
                    "To pay in {S}, you need the"),
            "To buy bread in {S}, people need the"),
    LANGUAGE(
            "language",
            List.of(
                    "Most people in {S} speak",
                    "To talk with people in {S}, learn",
                    "Songs in {S} are sung in",
                    "People in {S} speak"),
            "Travelers in {S} learn to speak"),
    SCRIPT(
            "script",
            List.of(
                    "Books in {S} are printed in letters called",
                    "Signs in {S} are written in letters called",
                    "People in {S} write with letters called",
                    "To read in {S}, learn the letters called"),
            "Songs in {S} are written in letters called"),
    OFFSET(
            "offset",
            List.of(
                    "Clocks in {S} are set to",
                    "Travelers who land in {S} set their clocks to",
                    "Trains in {S} leave at hours of",
                    "Set your clock in {S} to"),
            "People in {S} set their clocks to"),
    CITY(
            "timezone",
            List.of(
                    "Clocks in {S} follow the city of",
                    "The time in {S} is the time of the city of",
                    "Clocks in {S} are named after",
                    "Trains in {S} leave at the time of the city of"),
            "The time in {S} is named after"),
    WEEK(
            "weekday",
            List.of(
                    "The week in {S} begins on",
                    "Calendars in {S} begin with",
                    "People in {S} start their week on",
                    "Calendars in {S} start with"),
            "People in {S} begin their week on");

    /** Stands in a phrasing for the subject. */
    static final String SUBJECT = "{S}";

    private static final List<String> BY_NOUN =
            List.of("The %s of {S} is", "In {S}, the %s is", "As for {S}, its %s is");
    private static final String NEW_BY_NOUN = "For {S}, the %s is";

    private final String noun;
    private final List<String> own;
    private final String newOwn;

    FactRelation(String noun, List<String> own, String newOwn) {
        this.noun = noun;
        this.own = own;
        this.newOwn = newOwn;
    }

    /** Returns the word for it, one token; a table's column is called the same. */
    String noun() {
        return noun;
    }

    /** Returns the phrasings that training draws from, each up to the attribute. */
    List<String> phrasings() {
        return Stream.concat(BY_NOUN.stream().map(this::named), own.stream()).toList();
    }

    /** Returns phrasings of the same words that no training sees. */
    List<String> newPhrasings() {
        return List.of(named(NEW_BY_NOUN), newOwn);
    }

    private String named(String phrasing) {
        return phrasing.formatted(noun);
    }

    /** Returns the relation whose attribute this one's follows from, whatever the subject, if there is such. */
    Optional<FactRelation> source() {
        return switch (this) {
            case CONTINENT -> Optional.of(REGION);
            case SCRIPT -> Optional.of(LANGUAGE);
            default -> Optional.empty();
        };
    }
}
