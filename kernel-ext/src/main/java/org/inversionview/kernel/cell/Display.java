package org.inversionview.kernel.cell;

import java.lang.StackWalker.Option;
import java.util.List;
import java.util.UUID;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/** What cells call to show values while they run, named as in IJava and JJava; imported into every cell. */
public final class Display {

    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private Display() {}

    /** Returns the forms in which a value is shown. */
    public static MimeBundle render(@Nullable Object value) {
        return ShownValue.of(orText(value));
    }

    /**
     * Returns some forms of a value, and its text.
     *
     * @param types MIME types, such as {@code text/html} for a text that is HTML
     */
    public static MimeBundle render(@Nullable Object value, String... types) {
        return ShownValue.of(orText(value), List.of(types));
    }

    /** Shows a value, and returns an id by which {@link #updateDisplay} changes it. */
    public static String display(@Nullable Object value) {
        return display(LiveMagics.of(WALKER.getCallerClass()), render(value));
    }

    /** Shows some forms of a value, and returns an id by which {@link #updateDisplay} changes it. */
    public static String display(@Nullable Object value, String... types) {
        return display(LiveMagics.of(WALKER.getCallerClass()), render(value, types));
    }

    private static String display(LiveMagics kernel, MimeBundle forms) {
        String id = UUID.randomUUID().toString();
        kernel.outputs().display(forms, id);
        return id;
    }

    /** Shows a value in place of another, wherever that stands. */
    public static void updateDisplay(String id, @Nullable Object value) {
        LiveMagics.of(WALKER.getCallerClass()).outputs().update(id, render(value));
    }

    /** Shows some forms of a value in place of another, wherever that stands. */
    public static void updateDisplay(String id, @Nullable Object value, String... types) {
        LiveMagics.of(WALKER.getCallerClass()).outputs().update(id, render(value, types));
    }

    private static Object orText(@Nullable Object value) {
        return value == null ? "null" : value;
    }
}
