package org.inversionview.kernel.badinput;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that nobody should write, and what may come of it. A file of them has one a line, {@code INPUT ⇒ OUTCOME: WORDS},
 * below headings {@code ## KIND}; an exclamation mark behind one says that its kind is hostile. In inputs {@code ⟪text×n⟫} stands for n times the text, {@code ⏎} for a line break,
 * {@code ␀} for the character 0.
 *
 * @param kind the heading that it stands below
 * @param hostile whether it reaches for what others need: after each of these it is asked whether all is well
 * @param input as a person would write it
 * @param outcome what may come of it
 * @param words that what is said contains; may be empty
 */
public record BadInput(String kind, boolean hostile, String input, Outcome outcome, String words) {

    private static final String KIND = "## ";
    private static final String HOSTILE = " !";
    private static final Pattern LINE = Pattern.compile("(.*?) ?⇒ ([^:]+)(?:: (.*))?");
    private static final Pattern REPEATED = Pattern.compile("⟪([^⟪⟫]*)×(\\d+)⟫");
    private static final int SHOWN = 100;

    /** What may come of a bad input. */
    public enum Outcome {
        /** One clear line, without a word of Java's. */
        REFUSED,
        /** The same, and a second line that says where to read on. */
        USAGE,
        /** The compiler's lines about the cell's own lines. */
        IS_NO_JAVA,
        /** The exception of the user's own code, with the frames of that code. */
        FAILS,
        /** It is done, and shows the words. */
        WORKS,
        /** An endless piece of work, which an interrupt ends; on a busy machine it may be said that it takes long. */
        IS_INTERRUPTED,
        /** One that takes no notice of an interrupt: the cell ends at once, and says that its code does not. */
        GOES_ON;

        /** Tells whether somebody must interrupt first. */
        boolean comesOfInterrupt() {
            return this == IS_INTERRUPTED || this == GOES_ON;
        }

        static Outcome of(String words) {
            return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
        }
    }

    /** Returns the inputs that a file beside this class's resources has. */
    public static List<BadInput> in(String file) throws IOException {
        List<BadInput> inputs = new ArrayList<>();
        String kind = "";
        boolean hostile = false;
        for (String line : text(file).lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (line.startsWith(KIND)) {
                hostile = line.endsWith(HOSTILE);
                kind = line.substring(KIND.length(), line.length() - (hostile ? HOSTILE.length() : 0));
            } else if (!line.startsWith("# ") && matcher.matches()) {
                String words = Objects.requireNonNullElse(matcher.group(3), "");
                inputs.add(new BadInput(kind, hostile, written(matcher.group(1)), Outcome.of(matcher.group(2)), words));
            } else if (!line.isBlank() && !line.startsWith("# ")) {
                throw new IllegalArgumentException(file + ": " + line);
            }
        }
        return inputs;
    }

    private static String text(String file) throws IOException {
        try (InputStream stream = Objects.requireNonNull(BadInput.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String written(String input) {
        return REPEATED.matcher(input)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))))
                .replace('⏎', '\n')
                .replace('␀', '\0');
    }

    /** Returns it as a person can read it in a report. */
    @Override
    public String toString() {
        String shown = input.length() <= SHOWN ? input : input.substring(0, SHOWN) + "…";
        return "%s | %s".formatted(kind, shown.replace('\n', '⏎').replace('\0', '␀'));
    }
}
