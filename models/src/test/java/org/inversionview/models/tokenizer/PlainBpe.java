package org.inversionview.models.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Byte-level byte pair encoding as GPT-2's paper has it, slow and plain, with merges learned from a text: what others are compared with. */
final class PlainBpe {

    static final String END = "<|endoftext|>";

    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final List<String> CHARACTERS = characters();

    private final List<String> merges = new ArrayList<>();
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    /** Learns so many merges; ids are in no order. */
    PlainBpe(String text, int count, long seed) {
        List<List<String>> words = words(text);
        while (merges.size() < count) {
            Map<String, Integer> pairs = new HashMap<>();
            words.forEach(word -> IntStream.range(1, word.size())
                    .forEach(i -> pairs.merge(word.get(i - 1) + " " + word.get(i), 1, Integer::sum)));
            String best = Collections.max(
                            pairs.entrySet(),
                            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .getKey();
            merges.add(best);
            words.forEach(word -> merge(word, best));
        }
        List<String> tokens = new ArrayList<>(CHARACTERS);
        merges.forEach(merge -> tokens.add(merge.replace(" ", "")));
        tokens.add(END);
        Collections.shuffle(tokens, new Random(seed));
        tokens.forEach(token -> ids.put(token, ids.size()));
    }

    /** The 256 characters that stand for bytes. */
    private static List<String> characters() {
        List<String> characters = new ArrayList<>();
        int moved = 256;
        for (int value = 0; value < 256; value++) {
            boolean printed = value > 32 && value < 127 || value > 160 && value != 173;
            characters.add(Character.toString(printed ? value : moved++));
        }
        return characters;
    }

    Map<String, Integer> ids() {
        return ids;
    }

    List<String> merges() {
        return merges;
    }

    int[] encode(String text) {
        return words(text).stream()
                .peek(word -> merges.forEach(merge -> merge(word, merge)))
                .flatMap(List::stream)
                .mapToInt(token -> Objects.requireNonNull(ids.get(token)))
                .toArray();
    }

    private static List<List<String>> words(String text) {
        return WORDS.matcher(text)
                .results()
                .map(word -> {
                    byte[] bytes = word.group().getBytes(StandardCharsets.UTF_8);
                    return IntStream.range(0, bytes.length)
                            .mapToObj(i -> CHARACTERS.get(bytes[i] & 0xff))
                            .collect(Collectors.toCollection(ArrayList::new));
                })
                .collect(Collectors.toList());
    }

    /** Joins a pair wherever it stands in a word, from its beginning. */
    private static void merge(List<String> word, String pair) {
        for (int i = 1; i < word.size(); i++) {
            if (pair.equals(word.get(i - 1) + " " + word.get(i))) {
                word.set(i - 1, word.get(i - 1) + word.remove(i));
            }
        }
    }
}
