package org.inversionview.kernel.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.inversionview.kernel.UserMistake;
import org.junit.jupiter.api.Test;

class JavaOptionsTest {

    private static JavaOptions options(String... options) {
        return new JavaOptions(Path.of(System.getProperty("java.home"), "bin", "java"), List.of(options));
    }

    @Test
    void takes_what_java_starts_with() {
        assertThatCode(() -> options().require()).doesNotThrowAnyException();
        assertThatCode(() -> options("-Xmx64m", "-Dx=y z").require()).doesNotThrowAnyException();
    }

    @Test
    void refuses_what_java_does_not_start_with() {
        assertThatThrownBy(() -> options("nonsense").require())
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("--jvm-option nonsense: Java does not start with it (Error: Could not find");
        assertThatThrownBy(() -> options("-Xmx64m", "-Xmx9x").require())
                .isInstanceOf(UserMistake.class)
                .hasMessage(
                        "--jvm-option -Xmx64m -Xmx9x: Java does not start with it (Invalid maximum heap size: -Xmx9x)");
    }
}
