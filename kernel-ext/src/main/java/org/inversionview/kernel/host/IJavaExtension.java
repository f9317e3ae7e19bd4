package org.inversionview.kernel.host;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.inversionview.kernel.assignment.CheckMagic;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/**
 * What a notebook in IJava calls once the jar is on its class path, because IJava does not look for extensions:
 * {@code org.inversionview.kernel.host.IJavaExtension.install();}
 */
public final class IJavaExtension {

    /** IJava is in no repository that a build could take it from; its own classes are reached by name. */
    private static final String IJAVA = "io.github.spencerpark.ijava.IJava";

    private static final AtomicReference<@Nullable Object> INSTALLED_IN = new AtomicReference<>();

    private IJavaExtension() {}

    /**
     * Adds the magics to the IJava kernel that runs this code. A second call changes nothing.
     *
     * @throws IllegalStateException if this does not run in IJava
     */
    public static void install() {
        Object kernel = runningKernel();
        if (INSTALLED_IN.getAndSet(kernel) != kernel) {
            Session session = new Session(Tasks.current());
            session.log().startBeside(Path.of(""));
            MagicLines magics = new org.inversionview.magics.command.Magics(session)
                    .and(new CheckMagic(System.getenv(), Path.of("")));
            HostedMagics.install(host(kernel), magics);
        }
    }

    private static Object runningKernel() {
        try {
            Class<?> ijava = Class.forName(IJAVA, true, Thread.currentThread().getContextClassLoader());
            Object kernel = ijava.getMethod("getKernelInstance").invoke(null);
            if (kernel == null) {
                throw new IllegalStateException("IJava is here, but it runs no kernel: call this in a cell");
            }
            return kernel;
        } catch (ReflectiveOperationException e) {
            throw notIJava(e);
        }
    }

    private static HostKernel host(Object kernel) {
        try {
            Object magics = kernel.getClass().getMethod("getMagics").invoke(kernel);
            return new IJavaHost((BaseKernel) kernel, (Magics) magics);
        } catch (ReflectiveOperationException e) {
            throw notIJava(e);
        }
    }

    private static IllegalStateException notIJava(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "no IJava 1.3 runs here (%s): call this in a cell of IJava".formatted(cause), cause);
    }
}
