package org.inversionview.models.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;

/** The tokens that inputs consist of, with the ids that begin, end and pad a sequence. */
public interface Vocabulary {

    /** Returns how many tokens there are: V. */
    int size();

    /**
     * Returns how many of them, from id 0 on, a probed model must know: all, but for an EOS and a padding that were added for
     * the decoder alone.
     */
    default int known() {
        return size();
    }

    /** Returns whether any text can be cut into these tokens. */
    default boolean saysAnyText() {
        return false;
    }

    /** Returns the id of the token that begins every input. */
    int bos();

    /** Returns the id of the token that ends every input. */
    int eos();

    /** Returns the id of the token that fills short rows of a batch. */
    int pad();

    /** Returns the text of one token, as it is shown; no two tokens have the same. */
    String token(int id);

    /**
     * Returns the id of the token with that text.
     *
     * @throws InvalidRequestException if there is none
     */
    int id(String token);

    /**
     * Returns the ids of a text, nothing added.
     *
     * @throws InvalidRequestException naming the first part of the text that is no token
     */
    int[] encode(String text);

    /**
     * Returns the ids of a text that a person wrote: all of it, but for white space at its ends that the vocabulary cannot say.
     *
     * @throws InvalidRequestException as {@link #encode} does
     */
    default int[] read(String text) {
        try {
            return encode(text);
        } catch (InvalidRequestException e) {
            String stripped = text.strip();
            if (stripped.equals(text)) {
                throw e;
            }
            return encode(stripped);
        }
    }

    /** Returns the text of the ids, special tokens included. */
    String decode(int[] ids);

    /** Returns the texts of the ids, one each. */
    default List<String> tokens(int[] ids) {
        return IntStream.of(ids).mapToObj(this::token).toList();
    }

    /** Returns the ids without a BOS in front and an EOS behind, where there are such. */
    default int[] withoutEnds(int[] ids) {
        int from = ids.length > 0 && ids[0] == bos() ? 1 : 0;
        int to = ids.length > from && ids[ids.length - 1] == eos() ? ids.length - 1 : ids.length;
        return Arrays.copyOfRange(ids, from, to);
    }

    /** Returns the ids with BOS in front and EOS behind. */
    default int[] withEnds(int[] ids) {
        int[] ended = new int[ids.length + 2];
        ended[0] = bos();
        System.arraycopy(ids, 0, ended, 1, ids.length);
        ended[ended.length - 1] = eos();
        return ended;
    }

    /** Returns the vocabulary whose tokens are single characters, with ids in their order. */
    static Vocabulary ofCharacters(String characters, char bos, char eos, char pad) {
        return new TokenList(
                characters.chars().mapToObj(Character::toString).toList(),
                characters.indexOf(bos),
                characters.indexOf(eos),
                characters.indexOf(pad));
    }
}
