package org.inversionview.kernel.cell;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What this JVM's class path holds beyond what the compiler sees by itself. A jar that is nothing but a manifest with
 * {@code Class-Path} (test runners and IDEs make one when the command line gets too long) names its entries by URL, which
 * the compiler does not follow.
 */
final class CompileClasspath {

    private CompileClasspath() {}

    /** Returns the files that the manifests of a class path's jars name, in order, as far as they exist. */
    static List<Path> namedInManifests(String classPath) {
        List<Path> named = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                named.addAll(namedIn(Path.of(entry)));
            }
        }
        return named;
    }

    private static List<Path> namedIn(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String entries =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (entries == null) {
                return List.of();
            }
            URI base = jar.toUri();
            List<Path> named = new ArrayList<>();
            for (String entry : entries.trim().split("\\s+", -1)) {
                URI uri = base.resolve(entry);
                if ("file".equals(uri.getScheme()) && Files.exists(Path.of(uri))) {
                    named.add(Path.of(uri));
                }
            }
            return named;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar + " on the class path", e);
        }
    }
}
