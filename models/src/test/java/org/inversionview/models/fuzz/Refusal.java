package org.inversionview.models.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inversionview.models.InvalidRequestException;

/**
 * What may happen to whoever reads a hostile file: it is read, or refused in one line in plain words, soon.
 *
 * @param format whose files these are
 */
public record Refusal(String format) {

    private static final Duration SOON = Duration.ofSeconds(20); // on a busy machine

    private static final int LONGEST_LINE = 1_000;

    /** What Java and its libraries say, and people do not. */
    private static final Pattern INTERNAL = Pattern.compile(
            "Exception|Error\\b|\\b(java|com|org|ai|net)\\.\\w+\\.|[Cc]annot (deserialize|construct|coerce|map)|Unrecognized|\\[Source|\\bindex \\d+ out of\\b|Index \\d+");

    /** Reads the file, and closes what it has opened. */
    @FunctionalInterface
    public interface Reading {
        void of(Path file) throws IOException;
    }

    /** Returns an empty place for the format's files. */
    public Path folder() throws IOException {
        return Files.createDirectories(Path.of("target", "fuzz", format));
    }

    /** Returns the files that were once found to be read or refused wrongly. */
    public List<byte[]> found() throws IOException {
        Path folder = Path.of("src", "test", "resources", "fuzz", format);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> all = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                all.add(Files.readAllBytes(file));
            }
            return all;
        }
    }

    /**
     * Puts the file in its place and reads it.
     *
     * @throws AssertionError if something else happens than may; the file is kept in {@code target/fuzz/found}
     */
    public void check(byte[] bytes, Path place, Reading reading) throws IOException {
        Files.write(place, bytes);
        long start = System.nanoTime();
        try {
            reading.of(place);
        } catch (IOException | InvalidRequestException e) {
            String line = e.getMessage();
            boolean plain = line != null
                    && line.length() <= LONGEST_LINE
                    && !line.isBlank()
                    && line.chars().noneMatch(Character::isISOControl)
                    && !INTERNAL.matcher(line).find();
            assertThat(plain)
                    .as("refused in a plain line, by what is kept as %s: %s", keep(bytes, plain), e)
                    .isTrue();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("neither read nor refused, as kept in " + keep(bytes, false), e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private Path keep(byte[] bytes, boolean right) throws IOException {
        Path file = Path.of("target", "fuzz", "found", format + "-" + Integer.toHexString(Arrays.hashCode(bytes)));
        if (!right) {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        }
        return file;
    }
}
