package org.inversionview.models.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.tokens.Vocabulary;

/** A sentence of {@link IndirectObject} up to its answer, with slots for five words. */
final class IoiTemplate {

    /** What fills the slots: token ids. */
    record Words(int first, int second, int subject, int place, int object) {

        /** Returns the name that the sentence asks for. */
        int indirectObject() {
            return subject == first ? second : first;
        }
    }

    private static final int NO_SLOT = -1;
    private static final List<String> SLOTS = List.of(
            IoiSentences.FIRST, IoiSentences.SECOND, IoiSentences.SUBJECT, IoiSentences.PLACE, IoiSentences.OBJECT);

    private final String text;
    private final int[] ids;
    private final int[] slots;

    IoiTemplate(String text, Vocabulary vocabulary) {
        this.text = text;
        List<Integer> tokens = new ArrayList<>();
        List<Integer> filled = new ArrayList<>();
        for (String piece : IoiSentences.pieces(text)) {
            int slot = SLOTS.indexOf(piece);
            int[] pieceIds = slot == NO_SLOT ? vocabulary.encode(piece) : new int[] {vocabulary.pad()};
            for (int id : pieceIds) {
                tokens.add(id);
                filled.add(slot);
            }
        }
        this.ids = tokens.stream().mapToInt(Integer::intValue).toArray();
        this.slots = filled.stream().mapToInt(Integer::intValue).toArray();
    }

    String text() {
        return text;
    }

    /** Returns how many tokens it has. */
    int length() {
        return ids.length;
    }

    /** Returns its tokens with the slots filled. */
    int[] filled(Words words) {
        int[] bySlot = {words.first, words.second, words.subject, words.place, words.object};
        int[] filled = new int[ids.length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = slots[i] == NO_SLOT ? ids[i] : bySlot[slots[i]];
        }
        return filled;
    }

    /** Returns whether the input is BOS, this template with some words, one more token and EOS. */
    boolean fits(int[] input) {
        return input.length == ids.length + 3
                && IntStream.range(0, ids.length).allMatch(i -> slots[i] != NO_SLOT || input[i + 1] == ids[i]);
    }

    /** Returns what fills the slots in an input that fits. */
    Words words(int[] input) {
        int[] bySlot = new int[SLOTS.size()];
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != NO_SLOT) {
                bySlot[slots[i]] = input[i + 1];
            }
        }
        return new Words(bySlot[0], bySlot[1], bySlot[2], bySlot[3], bySlot[4]);
    }
}
