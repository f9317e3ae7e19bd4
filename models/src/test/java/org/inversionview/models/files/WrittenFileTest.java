package org.inversionview.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrittenFileTest {

    private static final Path FULL = Path.of("/dev/full"); // a device on which no byte has room

    @TempDir
    Path folder = Path.of("");

    @Test
    void a_full_disk_is_said_in_words_and_the_old_file_stays() throws IOException {
        Assumptions.assumeTrue(Files.exists(FULL));
        Path file = Files.writeString(folder.resolve("card.json"), "old");
        assertThatThrownBy(() -> WrittenFile.write(file, out -> {
                    try (OutputStream full = Files.newOutputStream(FULL)) {
                        full.write(1);
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "%s cannot be written, the disk is full: make room and do it again; what was written before is kept",
                        file);
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void many_may_write_one_file_at_once() throws Exception {
        Path file = folder.resolve("main");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                writers.add(threads.submit(() -> {
                    WrittenFile.write(file, "a commit");
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(file).hasContent("a commit");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void the_root_is_no_file() {
        assertThatThrownBy(() -> WrittenFile.write(Path.of("/"), "x"))
                .isInstanceOf(IOException.class)
                .hasMessage("/ cannot be written: it is the root of all folders");
    }

    @Test
    void makes_the_folder() throws IOException {
        WrittenFile.write(folder.resolve("a/b/c"), "ä");
        assertThat(folder.resolve("a/b/c")).hasContent("ä");
    }
}
