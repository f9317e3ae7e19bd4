package org.inversionview.models.tokenizer;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** GPT-2's older two files, the tokens' ids and the merges in their order, as the one tokenizer.json that means the same. */
final class MergesFile {

    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";
    static final String SETTINGS = "tokenizer_config.json";

    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final String COMMENT = "#version";

    private MergesFile() {}

    private record Ids(@JsonAnySetter Map<String, Integer> byToken) {
        Ids {
            byToken = byToken == null ? Map.of() : byToken;
            byToken.forEach((token, id) -> Objects.requireNonNull(id, token));
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Settings(@Nullable Boolean addPrefixSpace) {}

    /** Returns the tokens' ids as a vocab.json has them. */
    static Map<String, Integer> ids(Path vocabulary) throws IOException {
        Map<String, Integer> ids = StrictJson.read(vocabulary, Ids.class, TokenizerFile.BOUNDS, TokenizerFile.ADVICE)
                .byToken();
        TokenizerFile.requireOneEach(vocabulary, ids);
        return ids;
    }

    /**
     * Reads the two files in a folder.
     *
     * @throws IOException in one line, if one is damaged, or they do not belong to each other
     */
    static TokenizerFile read(Path folder) throws IOException {
        Path vocabulary = folder.resolve(VOCABULARY);
        Map<String, Integer> ids = ids(vocabulary);
        List<String> merges = merges(folder.resolve(MERGES), ids);
        Path settings = folder.resolve(SETTINGS);
        boolean spaceInFront = Files.exists(settings)
                && Boolean.TRUE.equals(StrictJson.read(settings, Settings.class, TokenizerFile.ADVICE)
                        .addPrefixSpace());
        Map<String, Integer> added = ids.containsKey(END_OF_TEXT)
                ? Map.of(END_OF_TEXT, Objects.requireNonNull(ids.get(END_OF_TEXT)))
                : Map.of();
        return new TokenizerFile(
                vocabulary,
                StrictJson.compact(json(ids, merges, added, spaceInFront)),
                ids,
                added,
                true,
                !spaceInFront && TokenizerFile.isGpt2(ids, merges));
    }

    private static List<String> merges(Path file, Map<String, Integer> ids) throws IOException {
        List<String> lines = RegularFile.text(file, TokenizerFile.MOST_BYTES)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(COMMENT))
                .toList();
        for (String line : lines) {
            String[] pair = line.split(" ", -1);
            if (pair.length != 2 || !ids.containsKey(pair[0]) || !ids.containsKey(pair[1])) {
                throw new IOException("%s: '%s' is no merge of two tokens of the %s beside it; fetch both again"
                        .formatted(file, OneLine.brief(line), VOCABULARY));
            }
            if (!ids.containsKey(pair[0] + pair[1])) {
                throw new IOException("%s: '%s' makes a token that the %s beside it lacks; fetch both again"
                        .formatted(file, OneLine.brief(line), VOCABULARY));
            }
        }
        return lines;
    }

    private static Map<String, Object> json(
            Map<String, Integer> ids, List<String> merges, Map<String, Integer> added, boolean spaceInFront) {
        Map<String, Object> byteLevel =
                Map.of("type", "ByteLevel", "add_prefix_space", spaceInFront, "trim_offsets", true, "use_regex", true);
        Map<String, Object> model = Map.of("type", "BPE", "fuse_unk", false, "vocab", ids, "merges", merges);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", "1.0");
        json.put(
                "added_tokens",
                added.entrySet().stream().map(MergesFile::special).toList());
        json.put("pre_tokenizer", byteLevel);
        json.put("decoder", byteLevel);
        json.put("model", model);
        return json;
    }

    private static Map<String, Object> special(Map.Entry<String, Integer> token) {
        return Map.of(
                "id", token.getValue(),
                "content", token.getKey(),
                "single_word", false,
                "lstrip", false,
                "rstrip", false,
                "normalized", false,
                "special", true);
    }
}
