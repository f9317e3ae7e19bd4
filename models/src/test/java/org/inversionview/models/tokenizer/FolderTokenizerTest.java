package org.inversionview.models.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.tokens.BytePairs;
import org.inversionview.models.tokens.TokenBytes;
import org.inversionview.models.tokens.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts are cut as the files in a model's folder say; the ids are those of an independent computation. */
class FolderTokenizerTest {

    private static final String GREEK =
            "Όταν η Μαρία και ο Γιάννης πήγαν στο κατάστημα, ο Γιάννης έδωσε ένα ποτό στη Μαρία. "
                    + "Η Μαρία είπε ότι το κατάστημα είναι κοντά στο σταθμό, και ο σταθμός στο πάρκο.";
    private static final List<String> TEXTS = List.of(
            GREEK,
            "ο Γιάννης  στο  πάρκο\n",
            "Μαρίαααα!! 42 σταθμοί",
            "an English text, it's short",
            "数学 🙂 naïve\t",
            "");

    private final PlainBpe greek = new PlainBpe(GREEK, 60, 7);
    private final int rows = greek.ids().size();

    @TempDir
    private Path folder = Path.of("");

    private void writeTwoFiles(Map<String, Integer> ids, List<String> merges) throws IOException {
        Files.writeString(folder.resolve("vocab.json"), StrictJson.compact(ids));
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n" + String.join("\n", merges) + "\n");
    }

    private void writeOneFile(Map<String, Integer> ids, List<?> merges, boolean spaceInFront) throws IOException {
        Map<String, Object> byteLevel =
                Map.of("type", "ByteLevel", "add_prefix_space", spaceInFront, "trim_offsets", true);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put("added_tokens", List.of(added(Objects.requireNonNull(ids.get(PlainBpe.END)))));
        json.put("normalizer", null);
        json.put("pre_tokenizer", byteLevel);
        json.put("decoder", byteLevel);
        json.put("model", Map.of("type", "BPE", "vocab", ids, "merges", merges));
        Files.writeString(folder.resolve("tokenizer.json"), StrictJson.write(json));
    }

    private static Map<String, Object> added(int id) {
        return Map.of(
                "id",
                id,
                "content",
                PlainBpe.END,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false,
                "special",
                true);
    }

    private Vocabulary read() throws IOException {
        return FolderTokenizer.read(folder, rows, OptionalInt.empty()).orElseThrow();
    }

    private void assertCutsGreek() throws IOException {
        Vocabulary vocabulary = read();
        for (String text : TEXTS) {
            assertThat(vocabulary.encode(text)).as(text).isEqualTo(greek.encode(text));
            assertThat(vocabulary.decode(vocabulary.encode(text))).isEqualTo(text);
        }
        assertThat(vocabulary.bos()).isEqualTo(greek.ids().get(PlainBpe.END));
        assertThat(vocabulary.encode(PlainBpe.END + "και")[0]).isEqualTo(vocabulary.bos());
        assertThat(vocabulary.known()).isEqualTo(rows);
        for (int id = 0; id < vocabulary.size(); id++) {
            assertThat(vocabulary.id(vocabulary.token(id))).isEqualTo(id);
        }
    }

    @Test
    void another_language_is_cut_by_its_merges() throws IOException {
        writeTwoFiles(greek.ids(), greek.merges());
        assertCutsGreek();
    }

    @Test
    void another_language_is_cut_by_tokenizer_json_alone() throws IOException {
        writeOneFile(greek.ids(), greek.merges(), false);
        assertCutsGreek();
        writeOneFile(
                greek.ids(),
                greek.merges().stream().map(merge -> merge.split(" ")).toList(),
                false);
        assertCutsGreek();
    }

    @Test
    void a_space_in_front_is_put_where_the_files_say_it() throws IOException {
        writeOneFile(greek.ids(), greek.merges(), true);
        assertThat(read().encode("και")).isEqualTo(greek.encode(" και"));
        Files.delete(folder.resolve("tokenizer.json"));
        writeTwoFiles(greek.ids(), greek.merges());
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"add_prefix_space\": true, \"model_max_length\": 8}");
        assertThat(read().encode("και")).isEqualTo(greek.encode(" και"));
    }

    @Test
    void gpt2s_own_files_are_known_and_the_library_cuts_as_they_do() throws IOException {
        Map<String, Integer> ids = new HashMap<>();
        List<String> merges = new ArrayList<>();
        gpt2(ids, merges);
        writeTwoFiles(ids, merges);
        assertThat(FolderTokenizer.read(folder, 50_304, OptionalInt.of(50_256))).containsSame(BytePairs.gpt2());
        writeOneFile(ids, merges, false);
        assertThat(FolderTokenizer.read(folder, 50_257, OptionalInt.empty())).containsSame(BytePairs.gpt2());

        ids.put("another", 50_257);
        writeOneFile(ids, merges, false);
        Vocabulary own =
                FolderTokenizer.read(folder, 50_258, OptionalInt.empty()).orElseThrow();
        assertThat(own).isNotSameAs(BytePairs.gpt2());
        assertThat(own.bos()).isEqualTo(50_256);
        for (String text : TEXTS) {
            assertThat(own.encode(text)).as(text).isEqualTo(BytePairs.gpt2().encode(text));
        }
    }

    /** Fills in what its vocab.json and merges.txt hold: a token's two parts are what the merges before it leave of it. */
    private static void gpt2(Map<String, Integer> ids, List<String> merges) {
        Vocabulary gpt2 = BytePairs.gpt2();
        for (int id = 0; id < 50_256; id++) {
            String token = written(gpt2, id);
            ids.put(token, id);
            if (id >= 256) {
                merges.add(parts(token, ids, id));
            }
        }
        ids.put(PlainBpe.END, 50_256);
    }

    private static String written(Vocabulary gpt2, int id) {
        String shown = gpt2.token(id);
        return shown.matches("⟨[0-9A-F ]+⟩")
                ? TokenBytes.written(HexFormat.ofDelimiter(" ").parseHex(shown.substring(1, shown.length() - 1)))
                : TokenBytes.written(shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String parts(String token, Map<String, Integer> ids, int below) {
        List<String> parts =
                new ArrayList<>(token.chars().mapToObj(Character::toString).toList());
        while (parts.size() > 2) {
            int best = -1;
            int lowest = below;
            for (int i = 1; i < parts.size(); i++) {
                int id = ids.getOrDefault(parts.get(i - 1) + parts.get(i), below);
                if (id < lowest) {
                    lowest = id;
                    best = i;
                }
            }
            parts.set(best - 1, parts.get(best - 1) + parts.remove(best));
        }
        return String.join(" ", parts);
    }

    @Test
    void a_vocabulary_of_words_is_cut_by_the_library() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
                 "truncation": {"max_length": 2, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
                 "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_id": 1, "pad_type_id": 0, "pad_token": "?"},
                 "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
                   "normalized": false, "special": true}],
                 "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"<s>": 0, "?": 1, "und": 2, "oder": 3}}}
                """);
        Vocabulary words =
                FolderTokenizer.read(folder, 6, OptionalInt.of(50_256)).orElseThrow();
        assertThat(words.encode("und oder aber")).containsExactly(2, 3, 1);
        assertThat(words.bos()).isZero();
        assertThat(FolderTokenizer.read(folder, 6, OptionalInt.of(3))
                        .orElseThrow()
                        .bos())
                .as("an ordinary word, left over from another model's configuration")
                .isZero();
        assertThat(words.tokens(new int[] {2, 3, 4, 6})).containsExactly("und", "oder", "⟨4⟩", "[EOS]");
        assertThat(words.decode(words.withEnds(new int[] {2, 3}))).isEqualTo("<s> und oder[EOS]");
    }

    @Test
    void nothing_is_said_where_nothing_is_there() throws IOException {
        assertThat(FolderTokenizer.read(folder, rows, OptionalInt.empty())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tokenizer.json | {                                      | fetch it again",
                "tokenizer.json | {}                                     | model is missing",
                "tokenizer.json | {'model': {'vocab': {'a': 'x'}}}       | gives the token 'a' the id \"x\"",
                "tokenizer.json | {'model': {'vocab': {'a': 0, 'b': 0}}} | has the id 0, and so has",
                "tokenizer.json | {'model': {'vocab': {}}}               | it has no tokens",
                "tokenizer.json | {'model': {'type': 'X', 'vocab': {'<s>': 0}}} | is no tokenizer",
                "tokenizer.json | {'model': {'type': 'BPE', 'vocab': {'<s>': 0}, 'merges': ['<s> b']}} | is no tokenizer",
                "tokenizer.json | {'model': {'vocab': {'a': 0}}}         | nothing says which token begins a text",
                "tokenizer.json | {'model': {'vocab': {'a': 0}, 'dropout': 0.1}} | model.dropout is 0.1, so texts are cut by chance",
                "vocab.json     | {'!': 0, '#': 5}                       | is another vocabulary than GPT-2's (token '\"' has id none there, 1 here), and without merges.txt",
                "spiece.model   | x                                      | is a tokenizer that cannot be read"
            })
    void damage_is_one_clear_line(String file, String content, String message) throws IOException {
        Files.writeString(folder.resolve(file), content.replace('\'', '"'));
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "xy, 'xy' is no merge of two tokens of the vocab.json beside it",
        "κ α, 'κ α' is no merge of two tokens",
        "! !, '! !' makes a token that the vocab.json beside it lacks",
    })
    void merges_that_do_not_belong_to_the_vocabulary_are_refused(String line, String message) throws IOException {
        writeTwoFiles(greek.ids(), List.of(line));
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining(message);
    }

    @Test
    void a_token_beyond_the_models_rows_is_refused() throws IOException {
        writeTwoFiles(greek.ids(), greek.merges());
        Vocabulary narrow =
                FolderTokenizer.read(folder, rows - 200, OptionalInt.of(0)).orElseThrow();
        assertThatThrownBy(() -> narrow.encode(GREEK)).hasMessageContaining("and the model has ids 0 to");
    }
}
