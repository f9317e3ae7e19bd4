package org.inversionview.kernel.cell;

import java.lang.StackWalker.Option;
import org.inversionview.magics.command.Values;
import org.inversionview.magics.view.View;
import org.jspecify.annotations.Nullable;

/**
 * What magic lines are rewritten to; not meant to be called by hand.
 *
 * <p>A snippet is compiled apart from its kernel and can only reach what is static. There is no static state for it
 * nevertheless: the class loader that defined the calling snippet belongs to one evaluator and carries its magics.
 */
public final class MagicCalls {

    private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

    private MagicCalls() {}

    /** Runs a magic and returns its result: {@code p = %name arguments}. */
    public static View value(String name, String arguments) {
        return LiveMagics.of(WALKER.getCallerClass()).value(name, arguments);
    }

    /** Returns a value as a part of a magic's line that nothing in it can break apart: {@code {expression}}. */
    public static String text(@Nullable Object value) {
        return Values.marked(String.valueOf((Object) String.valueOf(value))); // a text that is null, too
    }

    /** Runs a magic and displays its result: {@code %name arguments} as a statement. */
    public static void show(String name, String arguments) {
        LiveMagics.of(WALKER.getCallerClass()).show(name, arguments);
    }
}
