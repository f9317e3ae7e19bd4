package org.inversionview.kernel.host;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.cell.EchoMagics;

/** On IJava's own base kernel. */
class IJavaHostTest extends HostedMagicsTest {

    @Override
    FrontEnd start() throws Exception {
        IJava.Kernel kernel = IJava.start();
        FrontEnd frontEnd = new FrontEnd(file -> {
            JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(file));
            kernel.becomeHandlerForConnection(connection);
            connection.connect();
            connection.waitUntilClose();
        });
        HostedMagics.install(new IJavaHost(kernel, kernel.getMagics()), new EchoMagics());
        frontEnd.execute("org.inversionview.kernel.host.IJavaExtension.install();");
        frontEnd.published();
        return frontEnd;
    }

    @Override
    String display(String expression) {
        return "io.github.spencerpark.ijava.IJava.display(" + expression + ");";
    }
}
