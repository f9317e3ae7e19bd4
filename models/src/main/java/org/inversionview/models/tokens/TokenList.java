package org.inversionview.models.tokens;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A closed list of tokens, each one character, with the ids that begin, end and pad a sequence.
 *
 * @param tokens the tokens in the order of their ids
 * @param bos id of the token that begins every input
 * @param eos id of the token that ends every input
 * @param pad id of the token that fills short rows of a batch
 */
public record Vocabulary(List<String> tokens, int bos, int eos, int pad) {

    public Vocabulary {
        tokens = List.copyOf(tokens);
        for (int id : new int[] {bos, eos, pad}) {
            if (id < 0 || id >= tokens.size()) {
                throw new IllegalArgumentException(
                        "special token id %d: this vocabulary has ids 0 to %d".formatted(id, tokens.size() - 1));
            }
        }
    }

    /** Returns the vocabulary whose ids follow the characters' order. */
    public static Vocabulary ofCharacters(String characters, char bos, char eos, char pad) {
        return new Vocabulary(
                characters.chars().mapToObj(Character::toString).toList(),
                characters.indexOf(bos),
                characters.indexOf(eos),
                characters.indexOf(pad));
    }

    /** Returns how many tokens there are: V. */
    public int size() {
        return tokens.size();
    }

    /** Returns the text of one token. */
    public String token(int id) {
        return tokens.get(id);
    }

    /**
     * Returns the ids of a text's characters, nothing added.
     *
     * @throws IllegalArgumentException naming the first character that is no token
     */
    public int[] encode(String text) {
        int[] encoded = new int[text.length()];
        for (int i = 0; i < encoded.length; i++) {
            String character = text.substring(i, i + 1);
            int id = tokens.indexOf(character);
            if (id < 0) {
                throw new IllegalArgumentException(
                        "character '%s' at place %d of \"%s\" is not in the vocabulary: it has %s"
                                .formatted(character, i, text, String.join(" ", tokens)));
            }
            encoded[i] = id;
        }
        return encoded;
    }

    /** Returns the ids without a BOS in front and an EOS behind, where there are such. */
    public int[] withoutEnds(int[] ids) {
        int from = ids.length > 0 && ids[0] == bos ? 1 : 0;
        int to = ids.length > from && ids[ids.length - 1] == eos ? ids.length - 1 : ids.length;
        return Arrays.copyOfRange(ids, from, to);
    }

    /** Returns the ids with BOS in front and EOS behind. */
    public int[] withEnds(int[] ids) {
        int[] ended = new int[ids.length + 2];
        ended[0] = bos;
        System.arraycopy(ids, 0, ended, 1, ids.length);
        ended[ended.length - 1] = eos;
        return ended;
    }

    /** Returns the texts of the ids, one each. */
    public List<String> tokens(int[] ids) {
        return IntStream.of(ids).mapToObj(tokens::get).toList();
    }

    /** Returns the text of the ids, special tokens included. */
    public String decode(int[] ids) {
        return IntStream.of(ids).mapToObj(tokens::get).collect(Collectors.joining());
    }
}
