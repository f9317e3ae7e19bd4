package org.inversionview.kernel.host;

import java.util.List;
import java.util.function.Function;
import org.inversionview.kernel.bridge.KernelBridge;
import org.inversionview.magics.view.MimeBundle;
import org.jspecify.annotations.Nullable;

/** A Java kernel of others, which takes our magics and asks us how to show some of its users' values. */
interface HostKernel extends KernelBridge {

    /**
     * Adds a line magic, in place of an earlier one of that name.
     *
     * @param name without the percent sign
     * @param magic from the arguments, as the kernel cuts them, to the value of the line
     */
    void registerMagic(String name, Function<List<String>, @Nullable Object> magic);

    /** Has values of a class, and of its subclasses, shown so. */
    void registerRendering(Class<?> type, Function<Object, MimeBundle> rendering);

    /**
     * Evaluates a declaration as if a cell said it.
     *
     * @throws Exception if it does not compile
     */
    void evaluate(String declaration) throws Exception;
}
