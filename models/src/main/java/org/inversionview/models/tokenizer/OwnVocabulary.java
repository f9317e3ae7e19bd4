package org.inversionview.models.tokenizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.tokens.TokenBytes;
import org.inversionview.models.tokens.Vocabulary;

/**
 * The vocabulary of a model with a tokenizer of its own: as many tokens as its embedding has rows, and two more, EOS and
 * padding, which only decoders know.
 */
final class OwnVocabulary implements Vocabulary {

    private static final char WORD_START = '\u2581'; // what SentencePiece writes for a space
    private static final String EOS_TEXT = "[EOS]";
    private static final String PAD_TEXT = "[PAD]";

    private final TokenizerFile file;
    private final CuttingLibrary library;
    private final String[] written; // by id; empty where the embedding has a row and the tokenizer no token
    private final String[] shown;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int rows;
    private final int bos;

    /**
     * Makes the vocabulary.
     *
     * @param rows tokens that the model knows
     * @param bos the one of them that begins every input
     */
    OwnVocabulary(TokenizerFile file, int rows, int bos) throws IOException {
        this.file = file;
        this.library = new CuttingLibrary(file);
        this.rows = rows;
        this.bos = bos;
        this.written = new String[rows];
        Arrays.fill(written, "");
        file.tokens().forEach((token, id) -> {
            if (id < rows) {
                written[id] = token;
            }
        });
        this.shown = new String[rows + 2];
        for (int id = 0; id < shown.length; id++) {
            String text = id == eos() ? EOS_TEXT : id == pad() ? PAD_TEXT : text(written[id]);
            shown[id] = text.isEmpty() || ids.containsKey(text) ? "%s⟨%s⟩".formatted(text, id) : text;
            ids.put(shown[id], id);
        }
    }

    private String text(String token) {
        return file.byteLevel() ? TokenBytes.shown(bytes(token)) : token.replace(WORD_START, ' ');
    }

    private byte[] bytes(String token) {
        byte[] asSaid = token.getBytes(StandardCharsets.UTF_8);
        return file.added().containsKey(token) ? asSaid : TokenBytes.of(token).orElse(asSaid);
    }

    @Override
    public int size() {
        return rows + 2;
    }

    @Override
    public int known() {
        return rows;
    }

    @Override
    public boolean saysAnyText() {
        return true;
    }

    @Override
    public int bos() {
        return bos;
    }

    @Override
    public int eos() {
        return rows;
    }

    @Override
    public int pad() {
        return rows + 1;
    }

    /** Returns the token's text, with spaces where words begin; one that is part of a character is shown as its bytes. */
    @Override
    public String token(int id) {
        return shown[id];
    }

    @Override
    public int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new InvalidRequestException("token", token, "it is none of the model's");
        }
        return id;
    }

    /** Returns the ids of a text, nothing added; what the tokenizer calls a token of its own, as {@code <|endoftext|>}, is one. */
    @Override
    public int[] encode(String text) {
        int[] encoded = library.encode(text);
        for (int id : encoded) {
            if (id >= rows) {
                throw new InvalidRequestException(
                        "input",
                        text,
                        "%s cuts it into a token with id %s, and the model has ids 0 to %s"
                                .formatted(file.file(), id, rows - 1));
            }
        }
        return encoded;
    }

    @Override
    public String decode(int[] tokenIds) {
        if (file.byteLevel()) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int id : tokenIds) {
                text.writeBytes(id >= rows ? shown[id].getBytes(StandardCharsets.UTF_8) : bytes(written[id]));
            }
            return text.toString(StandardCharsets.UTF_8);
        }
        int known = (int) IntStream.of(tokenIds).takeWhile(id -> id < rows).count();
        StringBuilder text = new StringBuilder(library.decode(Arrays.copyOf(tokenIds, known)));
        IntStream.of(tokenIds).skip(known).forEach(id -> text.append(shown[id]));
        return text.toString();
    }
}
