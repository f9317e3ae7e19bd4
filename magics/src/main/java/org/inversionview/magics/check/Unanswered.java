package org.inversionview.magics.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in a student's words what Java says of a variable that has no value yet: that its task is not answered. */
public final class Unanswered {

    /** What Java says of a variable; a notebook's are fields of classes that JShell makes. */
    private static final Pattern VARIABLE =
            Pattern.compile("because \"(?:REPL\\.\\$JShell\\$\\w+[.$])?(\\w+)\" is null$");

    private Unanswered() {}

    /**
     * Returns that a variable has no value, and what to do; nothing where it is not known which.
     *
     * @param message of a {@link NullPointerException}
     */
    public static Optional<String> said(@Nullable String message) {
        Matcher matcher = VARIABLE.matcher(message == null ? "" : message);
        return matcher.find()
                ? Optional.of("%s is null: answer the task that gives it a value, and run that cell"
                        .formatted(matcher.group(1)))
                : Optional.empty();
    }
}
