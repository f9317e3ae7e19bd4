package org.inversionview.kernel.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inversionview.kernel.UserMistake;

/**
 * The page of a case study: text, figures, tables with the numbers behind them, where these come from, and how to have them
 * again. It stands alone, and is whole without its script, which sorts and filters tables and opens rows. A browser runs no
 * other script on it, and fetches nothing.
 *
 * @param title of the page
 * @param chapters its notebooks
 */
public record Report(String title, List<Chapter> chapters) {

    private static final String FOLDER = "org/inversionview/kernel/report/";
    private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>\\n?", Pattern.DOTALL);

    public Report {
        chapters = List.copyOf(chapters);
    }

    /**
     * Returns the report of an executed notebook, or of all those of a folder, in the order of their names.
     *
     * @throws UserMistake if there is none
     */
    public static Report of(Path place) {
        if (!Files.isDirectory(place)) {
            Chapter only = Chapter.read(place, "h");
            return new Report(only.title(), List.of(only));
        }
        List<Path> files = notebooks(place);
        if (files.isEmpty()) {
            throw new UserMistake("no notebook (.ipynb) in %s: give a folder of executed notebooks".formatted(place));
        }
        List<Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            chapters.add(Chapter.read(files.get(i), "c%s-".formatted(i + 1)));
        }
        return new Report(String.valueOf(place.toAbsolutePath().normalize().getFileName()), chapters);
    }

    private static List<Path> notebooks(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserMistake("cannot read %s: %s".formatted(folder, e.getMessage()));
        }
    }

    /** Returns what runs the notebooks again, a line each. */
    public String commands() {
        return chapters.stream()
                .map(chapter -> "java -jar inversionview.jar run "
                        + chapter.file().replaceFirst("\\.executed\\.ipynb$", ".ipynb"))
                .collect(Collectors.joining("\n"));
    }

    /** Returns the page as HTML. */
    public String html() {
        String script = resource("report.js");
        StringWriter page = new StringWriter();
        try {
            new PebbleEngine.Builder()
                    .loader(new ClasspathLoader(Report.class.getClassLoader()))
                    .strictVariables(true)
                    .defaultLocale(Locale.ROOT)
                    .build()
                    .getTemplate(FOLDER + "report.html")
                    .evaluate(
                            page,
                            Map.of(
                                    "report",
                                    this,
                                    "style",
                                    resource("report.css"),
                                    "script",
                                    script,
                                    "scriptHash",
                                    sha256(script)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stylesOnce(page.toString());
    }

    /** Every result brings its style sheet: each stands on the page once, where it is first met. */
    private static String stylesOnce(String page) {
        Set<String> met = new LinkedHashSet<>();
        return STYLE.matcher(page)
                .replaceAll(found -> met.add(found.group(1)) ? Matcher.quoteReplacement(found.group()) : "");
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
