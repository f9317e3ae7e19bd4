package org.inversionview.kernel.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;

/** Prints a page to PDF with a Chromium of this machine. */
public final class PdfPrinter {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge");
    private static final Path MAC = Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    private static final int SECONDS = 120;

    private final Path browser;

    private PdfPrinter(Path browser) {
        this.browser = browser;
    }

    /**
     * Finds a browser.
     *
     * @param named by the user; empty to look along the path
     * @throws UserMistake if there is none
     */
    public static PdfPrinter find(Optional<Path> named) {
        named.filter(browser -> !Files.isExecutable(browser)).ifPresent(none -> {
            throw new UserMistake("--chromium %s: no such program".formatted(none));
        });
        return new PdfPrinter(named.or(() ->
                        alongPath(Optional.ofNullable(System.getenv("PATH")).orElse("")))
                .or(() -> Optional.of(MAC).filter(Files::isExecutable))
                .orElseThrow(() -> new UserMistake(
                        "no Chromium or Chrome found to print with: install one, or name it with --chromium")));
    }

    private static Optional<Path> alongPath(String path) {
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Prints a page; the PDF is there whole or not at all.
     *
     * @throws UserMistake if the browser could not
     */
    public void print(Path page, Path pdf) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("inversionview-print");
        try {
            Path printed = profile.resolve("page.pdf");
            Path said = profile.resolve("said.txt");
            Process process = new ProcessBuilder(command(page, profile, printed))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = end(process);
            if (!ended || process.exitValue() != 0 || !Files.isRegularFile(printed)) {
                throw new UserMistake("%s could not print: %s"
                        .formatted(browser, ended ? lastLine(said) : "it took more than %s s".formatted(SECONDS)));
            }
            Path beside = pdf.resolveSibling(pdf.getFileName() + ".part");
            Files.copy(printed, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, pdf, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            delete(profile);
        }
    }

    private static boolean end(Process process) throws InterruptedException {
        try {
            return process.waitFor(SECONDS, TimeUnit.SECONDS);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command(Path page, Path profile, Path printed) {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--disable-gpu",
                "--no-pdf-header-footer",
                "--user-data-dir=" + profile.resolve("profile"),
                "--print-to-pdf=" + printed,
                page.toAbsolutePath().toUri().toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.add(1, "--no-sandbox"); // as root Chromium refuses to run otherwise
        }
        return command;
    }

    private static String lastLine(Path said) throws IOException {
        try (Stream<String> lines = Files.lines(said)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("it said nothing");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
