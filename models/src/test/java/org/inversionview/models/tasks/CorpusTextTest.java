package org.inversionview.models.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inversionview.models.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CorpusTextTest {

    private final Path folder;
    private final Path file;

    CorpusTextTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("letters.txt");
    }

    private void assertRefused(Path refused, String why) {
        assertThatThrownBy(() -> CorpusText.lines(refused))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("corpus %s: %s".formatted(refused, why));
    }

    @Test
    void reads_lines_with_the_files_hash() throws IOException {
        Files.writeString(file, "one\n\n  \ntwo naïve 😀\r\nthree");
        CorpusText text = CorpusText.lines(file);
        assertThat(text.name()).isEqualTo("letters.txt");
        assertThat(text.texts()).containsExactly("one", "two naïve 😀", "three");
        Files.writeString(file, "abc");
        assertThat(CorpusText.lines(file).sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); // FIPS 180-2, B.1
    }

    @Test
    void a_byte_order_mark_is_no_text() throws IOException {
        Files.writeString(file, "\uFEFFone");
        assertThat(CorpusText.lines(file).texts()).containsExactly("one");
    }

    @Test
    void texts_of_no_file_have_the_hash_of_their_lines() throws IOException {
        Files.writeString(file, "one\ntwo\n");
        assertThat(CorpusText.of("mine", List.of("one", "two")).sha256())
                .isEqualTo(CorpusText.lines(file).sha256());
    }

    @Test
    void says_where_a_file_is_not_utf8() throws IOException {
        byte[] latin = "one\ntwo\nna\u00efve\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin);
        assertRefused(file, "it is not UTF-8 at byte 10 (line 3): convert it, for example with iconv");
        Files.write(file, new byte[] {'a', (byte) 0xe2, (byte) 0x82}); // a character that ends too early
        assertRefused(file, "it is not UTF-8 at byte 1 (line 1): convert it, for example with iconv");
    }

    @Test
    void refuses_what_holds_no_text() throws IOException {
        assertRefused(file, "there is no such file");
        Files.writeString(file, "");
        assertRefused(file, "there is no text in it");
        Files.writeString(file, " \n\n\t\n");
        assertRefused(file, "there is no text in it");
        assertRefused(folder, "it is not a regular file");
    }

    @Test
    void refuses_more_than_it_reads() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64L << 20) + 1);
        }
        assertRefused(file, "it has more than 64 MiB: take a part of it");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void never_waits_for_a_device() {
        assertRefused(Path.of("/dev/zero"), "it is not a regular file");
    }
}
