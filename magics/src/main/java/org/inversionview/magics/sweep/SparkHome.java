package org.inversionview.magics.sweep;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inversionview.models.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * A Spark on this machine, and the two jars of ours that it takes.
 *
 * @param folder where it was unpacked
 * @param engine the jar that all of this is in
 * @param driver the thin jar beside it
 */
public record SparkHome(Path folder, Path engine, Path driver) {

    /** Name of the thin jar. */
    public static final String DRIVER = "inversionview-spark.jar";

    private static final String VARIABLE = "SPARK_HOME";
    private static final String MAIN = "org.inversionview.spark.Main";

    /**
     * Returns the Spark to be used.
     *
     * @param folder as a person names it; without it, what SPARK_HOME says
     * @throws InvalidRequestException saying what is missing, and where it comes from
     */
    public static SparkHome find(@Nullable Path folder) {
        Path home = Optional.ofNullable(folder)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of))
                .orElseThrow(() -> missing("", "no Spark is named"));
        if (!Files.isExecutable(submit(home))) {
            throw missing(home, "it has no bin/spark-submit");
        }
        Path engine = ownJar();
        Path driver = engine.resolveSibling(DRIVER);
        if (!Files.isRegularFile(driver)) {
            throw new InvalidRequestException(
                    "spark",
                    driver,
                    "this jar is needed beside %s: build it with mvn package, or copy it there".formatted(engine));
        }
        return new SparkHome(home, engine, driver);
    }

    private static InvalidRequestException missing(Object value, String what) {
        return new InvalidRequestException(
                "spark",
                value,
                "%s: unpack one from spark.apache.org, 4.2 or newer, and name its folder, here or in SPARK_HOME; this machine's own threads need none"
                        .formatted(what));
    }

    private static Path ownJar() {
        try {
            Path place = Path.of(SparkHome.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(place)) {
                return place;
            }
            throw new InvalidRequestException(
                    "spark", place, "a sweep is sent from the built jar only: mvn -DskipTests package");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e); // a class's own place has an address
        }
    }

    private static Path submit(Path home) {
        return home.resolve("bin").resolve("spark-submit");
    }

    /** Returns the command that has a master's executors do what a folder's plan says. */
    List<String> command(String master, Path sweep) {
        Path out = sweep.toAbsolutePath();
        return List.of(
                submit(folder).toString(),
                "--master",
                master,
                "--class",
                MAIN,
                "--jars",
                engine.toString(),
                driver.toString(),
                "sweep",
                "--plan=" + out.resolve(SweepFolder.PLAN),
                "--out=" + out.toUri());
    }
}
