package org.inversionview.kernel.embedded;

import com.google.gson.JsonParseException;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.jspecify.annotations.Nullable;

/** Serves a front end with a kernel. */
public final class KernelServer {

    private final KernelConnectionProperties properties;

    private KernelServer(KernelConnectionProperties properties) {
        this.properties = properties;
    }

    /**
     * Returns a server for the ports that a front end has chosen.
     *
     * @param connectionFile as Jupyter writes it: transport, ip, ports, signature scheme and key
     * @throws UserMistake if there is no such file, or it is no connection file
     */
    public static KernelServer of(Path connectionFile) throws IOException {
        if (!Files.isRegularFile(connectionFile)) {
            throw new UserMistake("no file " + connectionFile + ": give the connection file that Jupyter made");
        }
        KernelConnectionProperties properties = parse(Files.readString(connectionFile));
        if (properties == null || properties.getTransport() == null || properties.getShellPort() == 0) {
            throw new UserMistake(
                    connectionFile + " is no connection file: it needs transport, ip, ports and key in JSON");
        }
        return new KernelServer(properties);
    }

    private static @Nullable KernelConnectionProperties parse(String json) {
        try {
            return KernelConnectionProperties.parse(json);
        } catch (JsonParseException e) {
            return null;
        }
    }

    /**
     * Answers until the front end asks for shutdown.
     *
     * @param version of the kernel
     * @throws GeneralSecurityException if this JVM does not know the signature scheme, or the key does not fit it
     */
    public void serve(CellEvaluator evaluator, String version) throws GeneralSecurityException {
        quieten();
        JupyterConnection connection = new JupyterConnection(properties);
        new EmbeddedKernel(evaluator, version).becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    /** The base kernel tells every step of its sockets and loops; the loops' loggers have no parent of their own. */
    private static void quieten() {
        JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFilter(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    || !String.valueOf(record.getLoggerName()).startsWith("Loop-"));
        }
    }
}
