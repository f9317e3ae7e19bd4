package org.inversionview.kernel.host;

import java.util.List;
import jdk.jshell.EvalException;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.inversionview.kernel.FrontEnd;
import org.inversionview.kernel.cell.EchoMagics;
import org.inversionview.kernel.cell.Snippets;
import org.jspecify.annotations.Nullable;

/** On JJava's own base kernel, which finds the extension by itself. */
class JJavaHostTest extends HostedMagicsTest {

    @Override
    FrontEnd start() throws Exception {
        BaseKernel kernel = new Builder().build();
        kernel.onStartup();
        HostedMagics.install(new JJavaHost(kernel), new EchoMagics());
        return new FrontEnd(file -> {
            JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(file));
            kernel.becomeHandlerForConnection(connection);
            connection.connect();
            connection.waitUntilClose();
        });
    }

    @Override
    String display(String expression) {
        return "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.display(" + expression + ");";
    }

    private static final class Builder extends BaseKernelBuilder<Builder, BaseKernel> {

        @Override
        public BaseKernel build() {
            return new StandIn(
                    buildHistoryManager(),
                    buildJupyterIO(buildJupyterIOEncoding()),
                    buildCommManager(),
                    buildRenderer(),
                    new MagicParser("(?<=(?:^|=))\\s*%", "%%", buildMagicTranspiler()),
                    buildMagicsRegistry(),
                    buildErrorStyler());
        }
    }

    /** JShell under JJava's base kernel: what the real kernel adds that matters here. */
    private static final class StandIn extends BaseKernel {

        private final Snippets snippets = new Snippets();

        StandIn(
                HistoryManager history,
                JupyterIO io,
                CommManager comms,
                Renderer renderer,
                MagicParser parser,
                MagicsRegistry magics,
                StringStyler styler) {
            super(
                    "stand-in",
                    "1",
                    new LanguageInfo.Builder("Java").build(),
                    List.of(),
                    history,
                    io,
                    comms,
                    renderer,
                    parser,
                    magics,
                    true,
                    styler);
        }

        @Override
        public @Nullable Object evalRaw(String code) {
            try {
                snippets.eval(magicParser.resolveMagics(code));
                return null;
            } catch (EvalException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
            return null;
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            Snippets.Suggested suggested = snippets.suggest(code, at);
            return new ReplacementOptions(suggested.texts(), suggested.start(), at);
        }

        @Override
        public String isComplete(String code) {
            return IS_COMPLETE_YES;
        }

        @Override
        public void interrupt() {
            snippets.interrupt();
        }
    }
}
