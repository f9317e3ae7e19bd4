package org.inversionview.kernel.classpath;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.inversionview.magics.MagicException;

/** Libraries from Maven repositories: the user's settings, mirrors and local repository count, as for {@code mvn}. */
final class MavenLibraries {

    private final List<RemoteRepository> added = new ArrayList<>();

    /** Has a repository looked into, too, and before the others. */
    void addRepository(String id, String url) {
        added.removeIf(repository -> repository.getId().equals(id));
        added.add(new RemoteRepository.Builder(id, "default", url).build());
    }

    /**
     * Returns the jars of libraries and of all they need at run time.
     *
     * @param coordinates {@code group:artifact[:extension[:classifier]]:version} each
     * @throws MagicException if one cannot be had
     */
    List<Path> resolve(List<String> coordinates) {
        CollectRequest collect = new CollectRequest();
        coordinates.forEach(each -> collect.addDependency(new Dependency(artifact(each), JavaScopes.RUNTIME)));
        ContextOverrides usual =
                ContextOverrides.create().withUserSettings(true).build();
        try (Context maven = Runtimes.INSTANCE.getRuntime().create(usual)) {
            collect.setRepositories(
                    maven.repositorySystem().newResolutionRepositories(maven.repositorySystemSession(), added));
            maven.remoteRepositories().forEach(collect::addRepository);
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new MagicException("Maven: %s (%s)".formatted(e.getMessage(), root(e)), e);
        }
    }

    /** Returns what it comes from, such as a host that is not known where there is no network. */
    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static DefaultArtifact artifact(String coordinates) {
        try {
            return new DefaultArtifact(coordinates);
        } catch (IllegalArgumentException e) {
            throw new MagicException(
                    "%s names no library: write group:artifact:version, as in org.apache.commons:commons-math3:3.6.1"
                            .formatted(coordinates),
                    e);
        }
    }
}
