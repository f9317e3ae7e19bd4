package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.magic.MagicParser;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import java.util.stream.Collectors;
import org.inversionview.kernel.cell.Snippets;

/**
 * Stands in for IJava, which no repository has: the real base kernel, parser and registry of magics and JShell, put together
 * as IJava does, under IJava's name.
 */
public final class IJava {

    private static Kernel kernel;

    private IJava() {}

    /** Starts the kernel that {@link #getKernelInstance} returns. */
    public static Kernel start() {
        kernel = new Kernel();
        return kernel;
    }

    public static Kernel getKernelInstance() {
        return kernel;
    }

    /** What magic lines are rewritten to. */
    public static <T> T lineMagic(String name, List<String> arguments) {
        try {
            return kernel.magics.applyLineMagic(name, arguments);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What IJava offers to cells. */
    public static void display(Object value) {
        kernel.display(kernel.getRenderer().render(value));
    }

    /** The kernel. */
    public static final class Kernel extends BaseKernel {

        private final Magics magics = new Magics();
        private final MagicParser parser = new MagicParser("(?<=(?:^|=))\\s*%", "%%");
        private final Snippets snippets = new Snippets();

        public Magics getMagics() {
            return magics;
        }

        @Override
        public DisplayData eval(String code) throws Exception {
            snippets.eval(parser.transformLineMagics(
                    code,
                    line -> "io.github.spencerpark.ijava.IJava.lineMagic(\"%s\", java.util.List.of(%s));{};"
                            .formatted(
                                    line.getMagicCall().getName(),
                                    literals(line.getMagicCall().getArgs()))));
            return null;
        }

        private static String literals(List<String> arguments) {
            return arguments.stream().map(argument -> '"' + argument + '"').collect(Collectors.joining(", "));
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            return new LanguageInfo.Builder("Java").build();
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            Snippets.Suggested suggested = snippets.suggest(code, at);
            return new ReplacementOptions(suggested.texts(), suggested.start(), at);
        }

        @Override
        public void interrupt() {
            snippets.interrupt();
        }
    }
}
