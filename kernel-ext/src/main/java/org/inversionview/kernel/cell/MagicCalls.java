package org.inversionview.kernel.cell;

import java.lang.StackWalker.Option;
import org.inversionview.magics.view.View;

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

    /** Runs a magic and displays its result: {@code %name arguments} as a statement. */
    public static void show(String name, String arguments) {
        LiveMagics.of(WALKER.getCallerClass()).show(name, arguments);
    }
}
