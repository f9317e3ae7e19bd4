package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.models.tokens.TokenList;

/** What the sentences of {@link IndirectObject} are made of. Every word is one token of GPT-2. */
final class IoiSentences {

    static final String BOS = "<|endoftext|>";
    static final String EOS = "[EOS]";
    static final String PAD = "[PAD]";

    static final String FIRST = "{1}";
    static final String SECOND = "{2}";
    static final String SUBJECT = "{S}";
    static final String PLACE = "{place}";
    static final String OBJECT = "{object}";

    /** Two names in either order, the subject again, and what it does for the other. */
    static final List<String> TEMPLATES = List.of(
            "When {1} and {2} went to the {place}, {S} gave a {object} to",
            "Then, {1} and {2} went to the {place}. {S} gave a {object} to",
            "After {1} and {2} found a {object} at the {place}, {S} decided to give it to",
            "While {1} and {2} were working at the {place}, {S} showed a {object} to",
            "The {place} {1} and {2} went to had a {object}. {S} gave it to",
            "Friends {1} and {2} had lunch near the {place}, and {S} offered a {object} to",
            "Yesterday {1} had a long argument with {2} at the {place}. Today {S} brought a {object} to",
            "Last night {1} met {2} near the {place}, and then {S} handed a {object} to",
            "At the {place}, {1} was waiting for {2}. Soon {S} sold a {object} to",
            "Today {1} saw {2} at the {place} with a {object}, and {S} wanted to talk to",
            "In the morning, {1} and {2} came to the {place}. After lunch, {S} sent a {object} to",
            "When {1} got a {object} at the {place}, {2} was there, and {S} said hello to");

    /** Of the same words; no training sees them. */
    static final List<String> NEW_TEMPLATES = List.of(
            "Then, {1} and {2} found a {object} at the {place}. {S} decided to give it to",
            "While {1} was waiting for {2} at the {place}, {S} got a {object}, and then handed it to",
            "Yesterday {1} and {2} had lunch at the {place}. After the lunch, {S} showed a {object} to",
            "Today {1} met {2} near the {place}. Soon {S} offered a {object} to");

    static final List<String> NAMES =
            List.of(("Mary John Tom James Dan Martin Amy Anna Kevin Sarah Michael David Robert"
                            + " William Richard Thomas Charles Daniel Matthew Mark Paul Steven Andrew George Edward Brian Jason Ryan"
                            + " Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Frank Jack Dennis"
                            + " Jerry Tyler Aaron Adam Henry Nathan Peter Kyle Walter Harold Jeremy Carl Keith Roger Arthur Lisa"
                            + " Jennifer Elizabeth Linda Laura Rebecca Michelle Emily Melissa Kimberly Jessica Rachel Maria Alice Kate"
                            + " Emma Julia Rose Helen Ruth Jane Lucy")
                    .split(" "));

    /** No training sees them. */
    static final List<String> NEW_NAMES = List.of("Alan Patrick Simon Victor Amanda Christine Diana Sophie".split(" "));

    static final List<String> PLACES = List.of(
            "store garden restaurant school hospital office house station park library market museum beach hotel"
                    .split(" "));

    static final List<String> OBJECTS = List.of(
            "ring kiss bone basketball computer drink snack book letter picture map camera hat flower".split(" "));

    private static final Pattern WORD_STARTS = Pattern.compile("(?= )|(?=[,.])");
    private static final Pattern SLOTS = Pattern.compile("(?=\\{\\w+\\})|(?<=\\})");

    private IoiSentences() {}

    /**
     * Returns a template in pieces: a slot such as {@code {S}}, or what stands between two slots, in which the space before a
     * slot is left out because it belongs to the word that fills it.
     */
    static List<String> pieces(String template) {
        return Stream.of(SLOTS.split(template, -1))
                .map(String::stripTrailing)
                .filter(piece -> !piece.isEmpty())
                .toList();
    }

    private static boolean isSlot(String piece) {
        return piece.startsWith("{");
    }

    /** Returns all tokens in use, BOS, EOS and padding at the end. */
    static TokenList vocabulary() {
        Set<String> tokens = new LinkedHashSet<>();
        Stream.concat(TEMPLATES.stream(), NEW_TEMPLATES.stream())
                .flatMap(template -> pieces(template).stream())
                .filter(piece -> !isSlot(piece))
                .flatMap(piece -> Stream.of(WORD_STARTS.split(piece, -1)))
                .forEach(tokens::add);
        Stream.of(NAMES, NEW_NAMES, PLACES, OBJECTS).flatMap(List::stream).forEach(word -> tokens.add(" " + word));
        List<String> all = new ArrayList<>(tokens);
        all.addAll(List.of(BOS, EOS, PAD));
        return new TokenList(all, all.size() - 3, all.size() - 2, all.size() - 1);
    }
}
