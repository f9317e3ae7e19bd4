package org.inversionview.kernel.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.CellFailure;
import org.inversionview.kernel.cell.EchoMagics;
import org.inversionview.kernel.cell.RecordedOutputs;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClasspathMagicsTest {

    @TempDir
    private Path folder = Path.of("");

    private final List<Path> classpath = new ArrayList<>();
    private final MagicLines magics = new ClasspathMagics(classpath::add);

    private View run(String name, String arguments) {
        return magics.run(name, arguments, Screen.NONE);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    @Test
    void jars_are_found_by_pattern() throws IOException {
        Path a = file("libs/a.jar");
        Path b = file("libs/b.jar");
        file("libs/readme.txt");
        Path deep = file("libs/more/c.jar");

        assertThat(run("jars", folder + "/libs/*.jar;").toString()).isEqualTo("on the class path: a.jar b.jar");
        assertThat(classpath).containsExactly(a, b);
        classpath.clear();
        List<String> paths = (ClasspathMagics.Added) run("jars", folder + "/libs/*.jar");
        assertThat(paths).containsExactly(a.toString(), b.toString());
        classpath.clear();
        run("jars", folder + "/libs/**.jar // all of them");
        assertThat(classpath).containsExactly(a, b, deep);
        classpath.clear();
        run("classpath", folder + "/libs " + a);
        assertThat(classpath).containsExactly(folder.resolve("libs"), a);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jars | nowhere/*.jar | nothing matches nowhere/*.jar (looked from ",
                "jars | [ | [ is no path and no pattern: write libs/*.jar",
                "loadFromPOM | <dependency> | this is no part of a pom.xml: ",
                "loadFromPOM | <dependency><artifactId>a</artifactId></dependency> | a dependency needs groupId, artifactId and version",
                "loadFromPOM | nowhere.xml | no file nowhere.xml",
                "maven | commons-math3 | commons-math3 names no library: write group:artifact:version",
                "mavenRepo | central | %mavenRepo needs a name and an address, and got 1 words: "
            })
    void mistakes_are_one_line(String name, String arguments, String message) {
        assertThatThrownBy(() -> run(name, arguments))
                .isInstanceOf(MagicException.class)
                .hasMessageStartingWith(message);
        assertThat(classpath).isEmpty();
    }

    @Test
    void help_is_there() {
        assertThat(run("maven", "?").toString()).contains("%maven group:artifact:version");
        assertThat(magics.help("jars"))
                .hasValueSatisfying(text -> assertThat(text).contains("%jars"));
        assertThat(magics.names()).containsExactly("jars", "classpath", "maven", "mavenRepo", "loadFromPOM");
    }

    @Test
    void help_of_a_session_knows_them_too() {
        try (Session session = new Session()) {
            MagicLines all = new Magics(session).and(magics);
            assertThat(all.run("help", "", Screen.NONE).toString()).contains("%inspect", "%maven");
            assertThat(all.run("help", "%jars", Screen.NONE).toString()).contains("adds jars to the class path");
            assertThat(all.run("help", "inspect", Screen.NONE).toString()).contains("eps=");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%%mavenRepo ours REPO\n%%maven our:lib:1",
                "%%%%loadFromPOM\n<repository><id>ours</id><url>REPO</url></repository>\n"
                        + "<dependency><groupId>our</groupId><artifactId>lib</artifactId><version>1</version></dependency>",
                "%%%%loadFromPOM\n<project><properties><v>1</v></properties>"
                        + "<repositories><repository><id>ours</id><url>REPO</url></repository></repositories>"
                        + "<dependencies><dependency><groupId>our</groupId><artifactId>lib</artifactId>"
                        + "<version>${v}</version></dependency><dependency><groupId>no</groupId>"
                        + "<artifactId>such</artifactId><version>1</version><scope>test</scope></dependency>"
                        + "</dependencies></project>"
            })
    void a_library_from_a_repository_is_used_in_the_next_cell(String cell) throws IOException, CellFailure {
        // A repository of files, with one library in it, beside the usual ones.
        Path version = Files.createDirectories(folder.resolve("repo/our/lib/1"));
        try (var jar = new JarOutputStream(Files.newOutputStream(version.resolve("lib-1.jar")))) {
            jar.putNextEntry(new ZipEntry("hello.txt"));
            jar.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(
                version.resolve("lib-1.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>our</groupId>"
                        + "<artifactId>lib</artifactId><version>1</version></project>");
        String uri = folder.resolve("repo").toUri().toString();
        String before = System.getProperty("maven.repo.local");
        System.setProperty("maven.repo.local", folder.resolve("local").toString());
        try (CellEvaluator evaluator = new CellEvaluator(new EchoMagics())) {
            RecordedOutputs outputs = new RecordedOutputs();
            evaluator.evaluate(1, cell.replace("%%", "%").replace("REPO", uri), outputs);
            assertThat(evaluator
                            .evaluate(
                                    2,
                                    "new String(Thread.currentThread().getContextClassLoader().getResourceAsStream(\"hello.txt\").readAllBytes())",
                                    outputs)
                            .orElseThrow()
                            .text())
                    .isEqualTo("hello");
        } finally {
            if (before == null) {
                System.clearProperty("maven.repo.local");
            } else {
                System.setProperty("maven.repo.local", before);
            }
        }
    }
}
