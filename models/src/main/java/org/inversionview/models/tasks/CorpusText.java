package org.inversionview.models.tasks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.inversionview.models.InvalidRequestException;

/**
 * The texts that a corpus is cut from.
 *
 * @param name a file's name, or what a person calls them
 * @param sha256 of the file, or of the texts in UTF-8, each ended by a line feed
 * @param texts none of them blank
 */
public record CorpusText(String name, String sha256, List<String> texts) {

    private static final int MOST = 64 << 20; // bytes of a file
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public CorpusText {
        texts = texts.stream().filter(text -> !text.isBlank()).toList();
    }

    /** Returns texts of no file. */
    public static CorpusText of(String name, List<String> texts) {
        MessageDigest sha = newDigest();
        texts.forEach(text -> sha.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
        return new CorpusText(name, HexFormat.of().formatHex(sha.digest()), texts);
    }

    /**
     * Returns the lines of a file in UTF-8, of up to 64 MiB.
     *
     * @throws InvalidRequestException if it is no such file, saying what it is instead
     * @throws IOException if it cannot be read
     */
    public static CorpusText lines(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw refused(file, Files.exists(file) ? "it is not a regular file" : "there is no such file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST + 1);
        } catch (AccessDeniedException e) {
            throw refused(file, "it may not be read by you");
        }
        if (bytes.length > MOST) {
            throw refused(file, "it has more than %s MiB: take a part of it".formatted(MOST >> 20));
        }
        String sha = HexFormat.of().formatHex(newDigest().digest(bytes));
        String text = decoded(file, bytes);
        String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        CorpusText read = new CorpusText(
                String.valueOf(file.getFileName()), sha, plain.lines().toList());
        if (read.texts.isEmpty()) {
            throw refused(file, "there is no text in it");
        }
        return read;
    }

    private static String decoded(Path file, byte[] bytes) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length); // no character takes less than a byte
        if (utf8.decode(in, out, true).isError()) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw refused(
                    file,
                    String.format(
                            Locale.ROOT,
                            "it is not UTF-8 at byte %,d (line %,d): convert it, for example with iconv",
                            in.position(),
                            line));
        }
        return out.flip().toString();
    }

    private static InvalidRequestException refused(Path file, String why) {
        return new InvalidRequestException("corpus", file, why);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
