package org.inversionview.models.tokens;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;

/** A closed list of tokens: characters, or words with the space before them. A text is cut into the longest that fit. */
public final class TokenList implements Vocabulary {

    private static final int EXCERPT = 12;
    private static final int LISTED = 60;

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int longest;
    private final int bos;
    private final int eos;
    private final int pad;

    /**
     * Makes a vocabulary.
     *
     * @param tokens the tokens in the order of their ids, none empty or twice
     * @param bos id of the token that begins every input
     * @param eos id of the token that ends every input
     * @param pad id of the token that fills short rows of a batch
     */
    public TokenList(List<String> tokens, int bos, int eos, int pad) {
        this.tokens = List.copyOf(tokens);
        this.bos = bos;
        this.eos = eos;
        this.pad = pad;
        for (int id : new int[] {bos, eos, pad}) {
            if (id < 0 || id >= tokens.size()) {
                throw new IllegalArgumentException(
                        "special token id %s: this vocabulary has ids 0 to %s".formatted(id, tokens.size() - 1));
            }
        }
        for (String token : this.tokens) {
            if (token.isEmpty() || ids.put(token, ids.size()) != null) {
                throw new IllegalArgumentException("token '%s': each token once, and none empty".formatted(token));
            }
        }
        this.longest = tokens.stream().mapToInt(String::length).max().orElse(1);
    }

    @Override
    public int size() {
        return tokens.size();
    }

    @Override
    public int bos() {
        return bos;
    }

    @Override
    public int eos() {
        return eos;
    }

    @Override
    public int pad() {
        return pad;
    }

    @Override
    public String token(int id) {
        return tokens.get(id);
    }

    @Override
    public int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new InvalidRequestException("token", token, "there is " + listed());
        }
        return id;
    }

    @Override
    public int[] encode(String text) {
        List<Integer> encoded = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int end = endOfLongest(text, at);
            encoded.add(ids.get(text.substring(at, end)));
            at = end;
        }
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    private int endOfLongest(String text, int from) {
        for (int end = Math.min(text.length(), from + longest); end > from; end--) {
            if (ids.containsKey(text.substring(from, end))) {
                return end;
            }
        }
        throw new InvalidRequestException(
                "input",
                text,
                "%s at place %s is not in the vocabulary, which has %s".formatted(unknown(text, from), from, listed()));
    }

    /** A vocabulary of characters lacks a character, one of words a word. */
    private String unknown(String text, int from) {
        if (tokens.stream().filter(token -> token.length() == 1).count() * 2 > tokens.size()) {
            return "character '%s'".formatted(text.charAt(from));
        }
        int space = text.indexOf(' ', from + 1);
        int end = space < 0 ? text.length() : space;
        return "'%s'".formatted(text.substring(from, Math.min(end, from + EXCERPT)));
    }

    private String listed() {
        String first = tokens.stream().limit(LISTED).map(String::strip).collect(Collectors.joining(" "));
        return tokens.size() > LISTED ? "%s … (%s tokens)".formatted(first, tokens.size()) : first;
    }

    @Override
    public String decode(int[] tokenIds) {
        return IntStream.of(tokenIds).mapToObj(tokens::get).collect(Collectors.joining());
    }
}
