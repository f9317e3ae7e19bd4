package org.inversionview.kernel.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the characters of this process's system can say: those of its arguments and paths, and those that it prints. */
final class Terminal {

    /** In place of a character that its system does not know. */
    private static final char UNKNOWN = '\uFFFD';

    private Terminal() {}

    /** Returns what is wrong with the charset that is printed in, and what to do; nothing where a terminal shows it. */
    static Optional<String> complaint() {
        return complaint(Charset.defaultCharset());
    }

    static Optional<String> complaint(Charset charset) {
        String plain = "a line";
        boolean shown =
                charset.canEncode() && new String(plain.getBytes(charset), StandardCharsets.US_ASCII).equals(plain);
        return shown
                ? Optional.empty()
                : Optional.of(
                        "Java's default charset is %s, which no terminal shows: leave out -Dfile.encoding (JAVA_TOOL_OPTIONS has it, too) or set it to UTF-8"
                                .formatted(charset));
    }

    /** Tells whether an argument came here as it was written. */
    static boolean says(String argument) {
        return argument.indexOf(UNKNOWN) < 0;
    }

    /** Returns what is said of an argument that did not. */
    static String unsaid(String argument) {
        return "'%s' has characters that are unknown in this system's %s: set LC_ALL=C.UTF-8"
                .formatted(argument, System.getProperty("sun.jnu.encoding"));
    }
}
