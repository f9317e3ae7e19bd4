package org.inversionview.kernel.classpath;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.inversionview.magics.MagicException;

/** Files by a pattern, as a shell reads it: {@code libs/*.jar}. */
final class JarFiles {

    private static final String WILD = "*?[{";

    private JarFiles() {}

    /**
     * Returns the files that a pattern means, sorted; a pattern without wild cards means one file or folder.
     *
     * @throws MagicException if there is none
     */
    static List<Path> matching(String pattern) {
        List<Path> found = found(pattern);
        if (found.isEmpty()) {
            throw new MagicException("nothing matches %s (looked from %s)"
                    .formatted(pattern, Path.of("").toAbsolutePath()));
        }
        return found;
    }

    private static List<Path> found(String pattern) {
        try {
            Path whole = Path.of(pattern).toAbsolutePath().normalize();
            return isWild(pattern) ? matching(whole) : Files.exists(whole) ? List.of(whole) : List.of();
        } catch (InvalidPathException | PatternSyntaxException e) {
            throw new MagicException(
                    "%s is no path and no pattern: write libs/*.jar, * and ? are wild".formatted(pattern), e);
        }
    }

    private static boolean isWild(String text) {
        return text.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
    }

    private static List<Path> matching(Path pattern) {
        Path start = Objects.requireNonNull(pattern.getRoot());
        for (Path name : pattern) {
            if (isWild(name.toString())) {
                break;
            }
            start = start.resolve(name);
        }
        int depth =
                pattern.toString().contains("**") ? Integer.MAX_VALUE : pattern.getNameCount() - start.getNameCount();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try {
            return below(start, depth).filter(matcher::matches).sorted().toList();
        } catch (IOException e) {
            throw new MagicException("cannot look into %s: its permissions forbid it".formatted(start), e);
        }
    }

    /** Links are followed; what cannot be looked into, or leads round in a circle, is passed over. */
    private static Stream<Path> below(Path start, int depth) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(start, Set.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                found.add(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream();
    }
}
