package org.inversionview.kernel.host;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a cell uses the value of the magic line that runs. The kernels call the magic the same way whether its value is used
 * or not. But JShell makes a class of every snippet, with a public static field for the variable that the snippet
 * declares, and calls that {@code $1}, {@code $2} … where the user named none.
 */
enum CallSite {

    /** {@code %name}: the line is the whole snippet. */
    BARE,

    /** {@code x = %name}. */
    ASSIGNED,

    /** Within a loop, a lambda or a method, where the two cannot be told apart. */
    INSIDE;

    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
    private static final Pattern SNIPPET = Pattern.compile("REPL\\.\\$JShell\\$\\w+");
    private static final String SNIPPET_METHOD = "do_it$";
    private static final String TEMPORARY = "$";

    /** Returns how the calling snippet uses what is now computed for it. */
    static CallSite current() {
        return frame().map(CallSite::of).orElse(INSIDE);
    }

    /** Returns the class of the calling snippet. */
    static Optional<Class<?>> snippet() {
        return frame().map(StackFrame::getDeclaringClass);
    }

    private static Optional<StackFrame> frame() {
        return WALKER.walk(frames -> frames.filter(
                        frame -> SNIPPET.matcher(frame.getClassName()).matches())
                .findFirst());
    }

    private static CallSite of(StackFrame frame) {
        if (!frame.getMethodName().equals(SNIPPET_METHOD)) {
            return INSIDE;
        }
        return Arrays.stream(frame.getDeclaringClass().getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .findFirst()
                .map(field -> field.getName().startsWith(TEMPORARY) ? BARE : ASSIGNED)
                .orElse(INSIDE);
    }
}
