package org.inversionview.kernel.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.report.PdfPrinter;
import org.inversionview.kernel.report.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one page to share of executed notebooks. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes one HTML page of a case study that stands alone, and a PDF of it.",
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:the page was written", "1:it could not be", "2:wrong options"})
final class ReportCommand implements Callable<Integer> {

    private static final Path FOLDER = Path.of("inversionview-out");

    @Parameters(
            paramLabel = "NOTEBOOK|FOLDER",
            description = "An executed notebook (.ipynb), or a folder of them, which become chapters in their order.")
    private Path place = FOLDER;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the page goes; inversionview-out/NAME.report.html if not given.")
    private @Nullable Path out;

    @Option(names = "--pdf", description = "Also prints the page beside it, as .pdf, with Chromium.")
    private boolean pdf;

    @Option(
            names = "--chromium",
            paramLabel = "PROGRAM",
            description = "The browser that prints; found along PATH if not given.")
    private @Nullable Path chromium;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (chromium != null && !pdf) {
            throw new UserMistake("--chromium prints a PDF: give --pdf too");
        }
        String name = String.valueOf(place.toAbsolutePath().normalize().getFileName())
                .replaceFirst("(\\.executed)?\\.ipynb$", "");
        Path page = out == null ? FOLDER.resolve(name + ".report.html") : out;
        Optional<PdfPrinter> printer =
                pdf ? Optional.of(PdfPrinter.find(Optional.ofNullable(chromium))) : Optional.empty();
        OutputFile.requireWritable(page);
        OutputFile.write(page, Report.of(place).html());
        said(page);
        if (printer.isPresent()) {
            Path printed =
                    page.resolveSibling(String.valueOf(page.getFileName()).replaceFirst("\\.html?$", "") + ".pdf");
            OutputFile.requireWritable(printed);
            print(printer.get(), page, printed);
            said(printed);
        }
        return 0;
    }

    private static void print(PdfPrinter printer, Path page, Path printed) throws IOException {
        try {
            printer.print(page, printed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserMistake("interrupted before %s was printed".formatted(printed));
        }
    }

    private void said(Path file) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println("wrote " + file);
        terminal.flush();
    }
}
