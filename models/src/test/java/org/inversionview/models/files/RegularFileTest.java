package org.inversionview.models.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RegularFileTest {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev/stdin"})
    void a_device_is_not_opened(String device) {
        assertThatThrownBy(() -> RegularFile.bytes(Path.of(device), 10))
                .hasMessage("%s is no regular file, but a device or a pipe: only files are read", device);
    }

    @Test
    void a_pipe_is_not_opened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> RegularFile.bytes(pipe, 10))
                .hasMessage("%s is no regular file, but a device or a pipe: only files are read", pipe);
    }

    @Test
    void a_folder_is_no_file() {
        assertThatThrownBy(() -> RegularFile.open(folder))
                .hasMessage("%s is a folder: a file must stand there", folder);
        assertThatThrownBy(() -> RegularFile.open(folder.resolve("x")))
                .hasMessage("there is no file %s", folder.resolve("x"));
    }

    @Test
    void no_more_is_read_than_may_be() throws IOException {
        Path file = Files.writeString(folder.resolve("x"), "\uFEFFabc");
        assertThat(RegularFile.text(file, 6)).isEqualTo("abc");
        assertThatThrownBy(() -> RegularFile.text(file, 5))
                .hasMessage("%s is longer than the 5 bytes that such a file may have", file);
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> RegularFile.text(file, 6)).hasMessage("%s is no text in UTF-8", file);
    }
}
