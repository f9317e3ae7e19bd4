package org.inversionview.models.tokenizer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.inversionview.models.OneLine;
import org.inversionview.models.files.JsonBounds;
import org.inversionview.models.files.RegularFile;
import org.inversionview.models.files.StrictJson;
import org.inversionview.models.tokens.BytePairs;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer as Hugging Face's tokenizer.json describes it: the whole for the library that cuts with it, and what is needed to
 * show its tokens.
 *
 * @param file where it was read
 * @param json the whole
 * @param tokens their ids, as written
 * @param added those of them that stand for themselves: they are written as they are said, and no text is cut within them
 * @param byteLevel whether all others are written a character a byte
 * @param gpt2 whether it is GPT-2's own
 */
record TokenizerFile(
        Path file,
        String json,
        Map<String, Integer> tokens,
        Map<String, Integer> added,
        boolean byteLevel,
        boolean gpt2) {

    static final String NAME = "tokenizer.json";
    static final String ADVICE = "fetch it again";
    static final int MOST_BYTES = 64 << 20;
    static final JsonBounds BOUNDS = new JsonBounds(MOST_BYTES, 50, 1_000_000, 100, false);

    private static final String BYTE_LEVEL = "ByteLevel";

    TokenizerFile {
        tokens = Map.copyOf(tokens);
        added = Map.copyOf(added);
    }

    /** What is read of the file, as it spells it. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Fields(
            @Nullable List<Added> addedTokens,
            @Nullable JsonNode normalizer,
            @Nullable JsonNode preTokenizer,
            Model model) {
        Fields {
            Objects.requireNonNull(model, "model");
        }

        Map<String, Integer> added() {
            Map<String, Integer> added = new LinkedHashMap<>();
            Objects.requireNonNullElse(addedTokens, List.<Added>of())
                    .forEach(one -> added.put(one.content(), one.id()));
            return added;
        }

        boolean isByteLevel() {
            return preTokenizer != null && preTokenizer.findValuesAsText("type").contains(BYTE_LEVEL);
        }

        /** As GPT-2's: nothing but byte-level, no space put in front. */
        boolean cutsAsGpt2() {
            return (normalizer == null || normalizer.isNull())
                    && preTokenizer != null
                    && preTokenizer.path("type").asText().equals(BYTE_LEVEL)
                    && !preTokenizer.path("add_prefix_space").asBoolean(true)
                    && preTokenizer.path("use_regex").asBoolean(true);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Added(int id, String content) {
        Added {
            Objects.requireNonNull(content, "content");
        }
    }

    /** The tokens with their ids, or with their scores in the order of their ids. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Model(
            JsonNode vocab,
            @Nullable JsonNode merges,
            @Nullable Double dropout) {
        Model {
            Objects.requireNonNull(vocab, "vocab");
        }
    }

    /**
     * Reads a tokenizer.json.
     *
     * @throws IOException in one line, if it is damaged
     */
    static TokenizerFile read(Path file) throws IOException {
        Fields fields = StrictJson.read(file, Fields.class, BOUNDS, ADVICE);
        Double dropout = fields.model().dropout();
        if (dropout != null && dropout != 0) {
            throw new IOException(
                    "%s: model.dropout is %s, so texts are cut by chance, as in training: write null for it"
                            .formatted(file, dropout));
        }
        Map<String, Integer> tokens = tokens(file, fields.model().vocab());
        Map<String, Integer> added = fields.added();
        tokens.putAll(added);
        requireOneEach(file, tokens);
        boolean gpt2 =
                fields.cutsAsGpt2() && isGpt2(tokens, merges(fields.model().merges()));
        return new TokenizerFile(file, RegularFile.text(file, MOST_BYTES), tokens, added, fields.isByteLevel(), gpt2);
    }

    static boolean isGpt2(Map<String, Integer> tokens, List<String> merges) {
        return tokens.size() == BytePairs.gpt2().known()
                && BytePairs.areOwn(merges)
                && BytePairs.difference(tokens).isEmpty();
    }

    private static Map<String, Integer> tokens(Path file, JsonNode vocab) throws IOException {
        Map<String, Integer> tokens = new HashMap<>();
        if (vocab.isArray()) {
            for (int id = 0; id < vocab.size(); id++) {
                tokens.putIfAbsent(vocab.path(id).path(0).asText(), id);
            }
            return tokens;
        }
        for (Map.Entry<String, JsonNode> token : vocab.properties()) {
            if (!token.getValue().canConvertToInt() || !token.getValue().isIntegralNumber()) {
                throw new IOException("%s: model.vocab gives the token '%s' the id %s, it must be a whole number; %s"
                        .formatted(
                                file,
                                OneLine.brief(token.getKey()),
                                OneLine.brief(token.getValue().toString()),
                                ADVICE));
            }
            tokens.put(token.getKey(), token.getValue().intValue());
        }
        return tokens;
    }

    /** Older files write a merge as a text, newer ones as a list of two. */
    private static List<String> merges(@Nullable JsonNode merges) {
        List<String> read = new ArrayList<>();
        if (merges != null) {
            merges.forEach(one -> read.add(
                    one.isArray() ? one.path(0).asText() + " " + one.path(1).asText() : one.asText()));
        }
        return read;
    }

    /** Makes sure that ids are from 0 on, and no two tokens have one. */
    static void requireOneEach(Path file, Map<String, Integer> tokens) throws IOException {
        Map<Integer, String> byId = new HashMap<>();
        for (Map.Entry<String, Integer> token : tokens.entrySet()) {
            String other = byId.put(token.getValue(), token.getKey());
            if (token.getValue() < 0 || other != null) {
                throw new IOException("%s: token '%s' has the id %s%s; %s"
                        .formatted(
                                file,
                                OneLine.brief(token.getKey()),
                                token.getValue(),
                                other == null ? "" : ", and so has '%s'".formatted(OneLine.brief(other)),
                                ADVICE));
            }
        }
        if (tokens.isEmpty()) {
            throw new IOException("%s: it has no tokens; %s".formatted(file, ADVICE));
        }
    }
}
