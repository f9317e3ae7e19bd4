package org.inversionview.kernel.host;

import java.nio.file.Path;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.inversionview.kernel.assignment.CheckMagic;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.Tasks;
import org.jspecify.annotations.Nullable;

/** What JJava finds in the jar by itself, once the jar is on its class path. */
public final class JJavaExtension implements Extension {

    private @Nullable Session session;

    @Override
    public void install(BaseKernel kernel) {
        try {
            session = new Session(Tasks.current());
            session.log().startBeside(Path.of(""));
            HostedMagics.install(
                    new JJavaHost(kernel), new Magics(session).and(new CheckMagic(System.getenv(), Path.of(""))));
        } catch (RuntimeException | LinkageError e) {
            // What an extension throws would end the kernel before its first cell.
            System.err.println("InversionView's magics are missing here: " + e);
        }
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
