package org.inversionview.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileClasspathTest {

    @Test
    void finds_what_a_manifest_names_by_url(@TempDir Path folder) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("with space"));
        Path jar = folder.resolve("only-manifest.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(Attributes.Name.CLASS_PATH, classes.toUri() + " missing.jar with%20space/ http://a.b/c.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();

        assertThat(CompileClasspath.namedInManifests(jar + File.pathSeparator + folder))
                .containsExactly(classes, classes);
    }
}
