package org.inversionview.models.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inversionview.models.InvalidRequestException;
import org.inversionview.models.OneLine;

/**
 * GPT-2's byte-level BPE (Radford et al. 2019), 50,257 tokens, of which the last, {@code <|endoftext|>}, serves as BOS; and
 * two more, EOS and padding, which only decoders know.
 *
 * <p>The merges are jtokkit's {@code r50k_base}: nothing is read from outside.
 */
public final class BytePairs implements Vocabulary {

    private static final int SINGLE_BYTES = 256; // the first ids
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

    /** Returns how other ids differ from GPT-2's, by the first token; nothing where they do not. */
    public static Optional<String> difference(Map<String, Integer> ids) {
        for (int id = 0; id < BOS; id++) {
            String written = TokenBytes.written(GPT2.bytes(id));
            Integer there = ids.get(written);
            if (there == null || there != id) {
                return Optional.of("token '%s' has id %s there, %s here"
                        .formatted(OneLine.brief(written), there == null ? "none" : there, id));
            }
        }
        return Optional.empty();
    }

    /** Returns whether merges, each of two tokens with a space between, are GPT-2's: the later one has the higher id. */
    public static boolean areOwn(List<String> merges) {
        return merges.size() == BOS - SINGLE_BYTES
                && IntStream.range(0, merges.size())
                        .allMatch(i -> TokenBytes.written(GPT2.bytes(SINGLE_BYTES + i))
                                .equals(merges.get(i).replace(" ", "")));
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
    public boolean saysAnyText() {
        return true;
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
            default -> TokenBytes.shown(bytes(id));
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
