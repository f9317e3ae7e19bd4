package org.inversionview.models.tokens;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The bytes of a byte-level token, as vocabulary files write them and as they are shown. */
public final class TokenBytes {

    /** The character that stands for each byte: itself, and those that cannot be printed moved to 256 and up. */
    private static final String WRITTEN = IntStream.range(0, 256)
            .map(value -> isPrinted(value) ? value : 256 + countUnprinted(value))
            .collect(StringBuilder::new, (text, one) -> text.append((char) one), StringBuilder::append)
            .toString();

    private TokenBytes() {}

    private static boolean isPrinted(int value) {
        return value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
    }

    private static int countUnprinted(int below) {
        return (int)
                IntStream.range(0, below).filter(value -> !isPrinted(value)).count();
    }

    /** Returns the bytes as GPT-2's vocab.json and merges.txt write them, a character a byte. */
    public static String written(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            text.append(WRITTEN.charAt(each & 0xff));
        }
        return text.toString();
    }

    /** Returns the bytes that are written so; nothing where a character stands for none. */
    public static Optional<byte[]> of(String written) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(written.length());
        for (int i = 0; i < written.length(); i++) {
            int value = WRITTEN.indexOf(written.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            bytes.write(value);
        }
        return Optional.of(bytes.toByteArray());
    }

    /** Returns the text of the bytes; of those that are part of a character, or parts of two, the bytes: {@code ⟨E2 82⟩}. */
    public static String shown(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "⟨" + HexFormat.ofDelimiter(" ").formatHex(bytes).toUpperCase(Locale.ROOT) + "⟩";
        }
    }
}
