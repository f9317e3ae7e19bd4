package org.inversionview.kernel.classpath;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.command.MagicLines;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/** The magics of a Java kernel itself, named as in IJava and JJava: what is on the class path of the cells. */
public final class ClasspathMagics implements MagicLines {

    private static final String POM = "loadFromPOM";

    private final Map<String, Magic> magics = new LinkedHashMap<>();
    private final MavenLibraries maven = new MavenLibraries();
    private final Consumer<Path> classpath;

    /**
     * @param classpath takes a jar or a folder of classes, for all cells from now on
     */
    public ClasspathMagics(Consumer<Path> classpath) {
        this.classpath = classpath;
        magics.put("jars", new Magic("adds jars to the class path: %jars libs/*.jar", this::jars));
        magics.put(
                "classpath",
                new Magic("adds jars or folders to the class path: %classpath build/classes", this::files));
        magics.put(
                "maven",
                new Magic(
                        "adds a library, and all it needs, to the class path: %maven group:artifact:version",
                        this::maven));
        magics.put(
                "mavenRepo",
                new Magic("has %maven look into one more repository: %mavenRepo name https://…", this::repository));
        magics.put(
                POM,
                new Magic(
                        "adds the libraries that a pom.xml names, or the lines below %%loadFromPOM: %loadFromPOM pom.xml",
                        files -> pom(PomLibraries.in(files.get(0)))));
    }

    private record Magic(String help, Function<List<String>, Added> run) {}

    /** The paths of what a line added; a list, as IJava's {@code %jars} returns it. */
    public static final class Added extends AbstractList<String> implements View {

        private final List<String> paths;
        private final String text;

        Added(List<Path> files, String text) {
            paths = files.stream().map(Path::toString).toList();
            this.text = text;
        }

        @Override
        public String get(int index) {
            return paths.get(index);
        }

        @Override
        public int size() {
            return paths.size();
        }

        @Override
        public MimeBundle bundle() {
            return new MimeBundle(Map.of(MimeBundle.TEXT, text));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(magics.keySet());
    }

    @Override
    public Class<? extends View> resultType(String name, String arguments) {
        return Added.class;
    }

    @Override
    public Optional<String> help(String name) {
        return Optional.ofNullable(magics.get(name)).map(Magic::help);
    }

    @Override
    public View run(String name, String arguments, Screen screen) {
        Magic magic = magics.get(name);
        if (magic == null) {
            throw new MagicException("no magic %" + name);
        }
        if (name.equals(POM) && arguments.startsWith("<")) {
            return pom(PomLibraries.of(arguments));
        }
        String said = arguments.replaceFirst("(^|\\s)//.*", "").replaceFirst("[;\\s]+$", "");
        if (said.isEmpty() || said.equals("?") || said.equals("help")) {
            return new Added(List.of(), magic.help());
        }
        return magic.run().apply(Arrays.asList(said.split("\\s+")));
    }

    private Added jars(List<String> patterns) {
        return add(patterns.stream()
                .flatMap(pattern -> JarFiles.matching(pattern).stream())
                .filter(file -> Files.isRegularFile(file))
                .toList());
    }

    private Added files(List<String> patterns) {
        return add(patterns.stream()
                .flatMap(pattern -> JarFiles.matching(pattern).stream())
                .toList());
    }

    private Added maven(List<String> coordinates) {
        return add(maven.resolve(coordinates));
    }

    private Added pom(PomLibraries pom) {
        pom.repositories().forEach(maven::addRepository);
        return add(maven.resolve(pom.coordinates()));
    }

    private Added repository(List<String> words) {
        if (words.size() != 2) {
            throw new MagicException(
                    "%%mavenRepo needs a name and an address, and got %s words: %%mavenRepo central https://repo1.maven.org/maven2"
                            .formatted(words.size()));
        }
        maven.addRepository(words.get(0), words.get(1));
        return new Added(List.of(), "%maven looks into " + words.get(1) + ", too");
    }

    private Added add(List<Path> files) {
        files.forEach(classpath);
        String names = files.stream()
                .map(file ->
                        Objects.requireNonNullElse(file.getFileName(), file).toString())
                .collect(Collectors.joining(" "));
        return new Added(files, names.isEmpty() ? "nothing to add to the class path" : "on the class path: " + names);
    }
}
