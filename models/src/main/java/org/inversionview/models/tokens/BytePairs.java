package org.inversionview.models.tokens;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.files.StrictJson;

/**
 * GPT-2's byte-level BPE (Radford et al. 2019), 50,257 tokens, of which the last, {@code <|endoftext|>}, serves as BOS; and
 * two more, EOS and padding, which only decoders know.
 *
 * <p>The merges are jtokkit's {@code r50k_base}: nothing is read from outside.
 */
public final class BytePairs implements Vocabulary {

    private static final int BOS = 50_256;
    private static final int EOS = 50_257;
    private static final int PAD = 50_258;
    private static final String BOS_TEXT = "<|endoftext|>";
    private static final String EOS_TEXT = "[EOS]";
    private static final String PAD_TEXT = "[PAD]";

    private static final BytePairs GPT2 =
            new BytePairs(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE));

    private final Encoding encoding;
    private final Map<String, Integer> ids = new HashMap<>();

    private BytePairs(Encoding encoding) {
        this.encoding = encoding;
    }

    /** Returns GPT-2's vocabulary. */
    public static Vocabulary gpt2() {
        return GPT2;
    }

    /**
     * Checks that a model's vocab.json, as Hugging Face writes it, is this vocabulary.
     *
     * @throws IOException naming the first token that differs
     */
    public static void requireSame(Path vocabularyFile) throws IOException {
        Map<String, Integer> ids =
                StrictJson.read(vocabularyFile, Ids.class, "fetch it again").byToken();
        for (int id = 0; id < BOS; id++) {
            String written = GPT2.written(id);
            Integer there = ids.get(written);
            if (there == null || there != id) {
                throw new IOException(
                        "%s is another vocabulary than GPT-2's (token '%s' has id %s there, %s here): only models with GPT-2's tokenizer can be read"
                                .formatted(vocabularyFile, written, there == null ? "none" : there, id));
            }
        }
    }

    private record Ids(@JsonAnySetter Map<String, Integer> byToken) {
        Ids {
            byToken = byToken == null ? Map.of() : byToken;
        }
    }

    /** Returns a token as vocab.json writes it: a character a byte, those that cannot be printed moved to 256 and up. */
    private String written(int id) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes(id)) {
            int value = each & 0xff;
            text.append((char) (isPrinted(value) ? value : 256 + countUnprinted(value)));
        }
        return text.toString();
    }

    private static boolean isPrinted(int value) {
        return value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
    }

    private static int countUnprinted(int below) {
        return (int)
                IntStream.range(0, below).filter(value -> !isPrinted(value)).count();
    }

    @Override
    public int size() {
        return PAD + 1;
    }

    @Override
    public int known() {
        return BOS + 1;
    }

    @Override
    public int bos() {
        return BOS;
    }

    @Override
    public int eos() {
        return EOS;
    }

    @Override
    public int pad() {
        return PAD;
    }

    /** Returns the token's text; a token that is part of a character, or parts of two, is shown as its bytes: {@code ⟨E2 82⟩}. */
    @Override
    public String token(int id) {
        return switch (id) {
            case BOS -> BOS_TEXT;
            case EOS -> EOS_TEXT;
            case PAD -> PAD_TEXT;
            default -> shown(bytes(id));
        };
    }

    @Override
    public int id(String token) {
        Integer id = ids().get(token);
        if (id == null) {
            throw new InvalidRequestException("token", token, "it is none of GPT-2's");
        }
        return id;
    }

    private synchronized Map<String, Integer> ids() {
        if (ids.isEmpty()) {
            for (int id = 0; id < size(); id++) {
                ids.put(token(id), id);
            }
        }
        return ids;
    }

    private static String shown(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "⟨" + HexFormat.ofDelimiter(" ").formatHex(bytes).toUpperCase(Locale.ROOT) + "⟩";
        }
    }

    private byte[] bytes(int id) {
        IntArrayList one = new IntArrayList(1);
        one.add(id);
        return encoding.decodeBytes(one);
    }

    /** Returns the ids of a text, nothing added; an {@code <|endoftext|>} at its beginning is BOS, elsewhere plain text. */
    @Override
    public int[] encode(String text) {
        if (text.startsWith(BOS_TEXT)) {
            int[] rest =
                    encoding.encodeOrdinary(text.substring(BOS_TEXT.length())).toArray();
            int[] all = new int[rest.length + 1];
            all[0] = BOS;
            System.arraycopy(rest, 0, all, 1, rest.length);
            return all;
        }
        return encoding.encodeOrdinary(text).toArray();
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : ids) {
            text.writeBytes(id >= BOS ? token(id).getBytes(StandardCharsets.UTF_8) : bytes(id));
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
