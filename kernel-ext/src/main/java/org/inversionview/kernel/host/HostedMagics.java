package org.inversionview.kernel.host;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.inversionview.kernel.bridge.DefaultImports;
import org.inversionview.kernel.bridge.Place;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.View;
import org.inversionview.magics.view.Views;
import org.jspecify.annotations.Nullable;

/** All magics of one session, at home in a kernel of others. */
final class HostedMagics {

    private final HostKernel kernel;
    private final MagicLines magics;

    private HostedMagics(HostKernel kernel, MagicLines magics) {
        this.kernel = kernel;
        this.magics = magics;
    }

    /**
     * Registers the magics, {@code %NAME?} for the help of each, and how results, tables and charts are shown; imports what
     * cells of ours see without importing it.
     */
    static void install(HostKernel kernel, MagicLines magics) {
        HostedMagics hosted = new HostedMagics(kernel, magics);
        for (String name : magics.names()) {
            kernel.registerMagic(name, arguments -> hosted.run(name, line(arguments)));
            kernel.registerMagic(name + "?", arguments -> hosted.run(name, "?"));
        }
        Views.TYPES.forEach(
                type -> kernel.registerRendering(type, value -> Views.of(value).orElseThrow()));
        DefaultImports.STATEMENTS.forEach(statement -> evaluate(kernel, statement));
    }

    private static void evaluate(HostKernel kernel, String declaration) {
        try {
            kernel.evaluate(declaration);
        } catch (Exception e) {
            // What is not imported is written with its package; all else works.
            System.err.println("%s was not accepted: %s".formatted(declaration, e.getMessage()));
        }
    }

    /** Returns the line that a kernel has cut at white space outside of double quotes, which it took away. */
    private static String line(List<String> arguments) {
        return arguments.stream()
                .map(argument -> argument.matches("\\S*") ? argument : '"' + argument + '"')
                .collect(Collectors.joining(" "));
    }

    /** Shows the result unless it is assigned; returns it unless the kernel might show it again. */
    private @Nullable View run(String name, String arguments) {
        CallSite site = CallSite.current();
        Place place = new Place(kernel);
        View result = result(name, NotebookVariables.interpolated(arguments, site), place);
        if (site != CallSite.ASSIGNED) {
            place.end(result);
        }
        return site == CallSite.BARE ? null : result;
    }

    private View result(String name, String arguments, Place place) {
        if (Thread.interrupted()) {
            throw new CancellationException("the cell was interrupted");
        }
        try {
            return magics.run(name, arguments, place);
        } catch (MagicException mistake) {
            throw new MagicMistake(String.valueOf(mistake.getMessage()));
        }
    }
}
