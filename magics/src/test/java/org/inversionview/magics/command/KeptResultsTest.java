package org.inversionview.magics.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.imageio.ImageIO;
import org.duckdb.DuckDBDriver;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Coverage;
import org.inversionview.magics.result.Distances;
import org.inversionview.magics.result.Preimage;
import org.inversionview.magics.result.Result;
import org.inversionview.magics.result.Results;
import org.inversionview.magics.result.Several;
import org.inversionview.magics.view.MimeBundle;
import org.inversionview.models.Version;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

/** Results of real runs, written into files and read back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeptResultsTest {

    private final MagicRuns runs = new MagicRuns();
    private final Magics magics = runs.magics();

    private Path folder = Path.of("");

    @BeforeAll
    void load(@TempDir Path temporary) {
        folder = temporary;
        magics.run("inspect", "site=a1.2 pos== match== n=64");
    }

    @AfterAll
    void close() {
        runs.close();
    }

    private Result result(String line) {
        return runs.result(line);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query 615+861=",
                "inspect site=a1.2 pos== n=64 control=true",
                "inspect site=a1.2 pos== source=decoder,task draws=500 n=32",
                "inspect site=a1.1,a1.2 pos== n=16 show=2",
                "inspect site=a1.2 pos== n=64 metric=cosine eps=0.25 schedule=1,1+cosine",
                "coverage site=a1.2 pos== draws=500 members=5 n=16",
                "distances site=a1.2 pos== 816+640= 100+200=",
                "explain site=a1.2 pos== draws=500",
                "explain site=a1.2 pos== draws=500 llm=prompt",
                "fcr site=a1.1,a1.2 pos== draws=500 queries=5",
                "study site=a1.2 pos== match== input=215+461= draws=1000 queries=20",
                "compare site=a1.1,a1.2 pos== draws=500",
                "verify patch=heads@A1 answer=A2 change=F1,S1 n=20",
                "verify preimage",
                "patchmap answer=A2 change=F1,S1 n=2",
                "ablate patch=a1.2@A1,m0@A1 n=20",
                "attribute n=20",
                "attention layer=1 head=2 pos=A1",
                "evaluate queries=4",
                "evaluate queries=4 metric=cosine eps=0.25 schedule=cosine",
            })
    void what_was_saved_is_loaded_as_it_was_and_what_a_notebook_shows_as_far_as_it_shows_it(String line)
            throws IOException {
        Result saved = result(line);
        saved.save(file("result.json"));
        Result loaded = Results.load(file("result.json"));
        assertThat(loaded).isEqualTo(saved);
        assertThat(loaded.toString()).isEqualTo(saved.toString());
        assertThat(loaded.bundle().data()).isEqualTo(saved.bundle().data());
        if (!(saved instanceof Several || saved instanceof Coverage)) {
            Result shown = Results.load(notebook(saved) + "#7");
            assertThat(shown).hasSameClassAs(saved);
            assertThat(shown.bundle().data().get(MimeBundle.INVERSIONVIEW))
                    .isEqualTo(saved.bundle().data().get(MimeBundle.INVERSIONVIEW));
        }
    }

    private String notebook(Result shown) throws IOException {
        String file = file("executed.ipynb");
        List<Object> cells = List.of(
                Map.of("cell_type", "markdown", "source", "text"),
                cell(1, Map.of(MimeBundle.INVERSIONVIEW, Map.of("schema", "inversionview/model/1"))),
                cell(7, shown.bundle().data()));
        new ObjectMapper().writeValue(Path.of(file).toFile(), Map.of("nbformat", 4, "cells", cells));
        return file;
    }

    private static Map<String, Object> cell(int count, Map<String, Object> data) {
        Map<String, Object> output = Map.of("output_type", "execute_result", "execution_count", count, "data", data);
        return Map.of("cell_type", "code", "execution_count", count, "outputs", List.of(output));
    }

    @Test
    void a_cell_that_shows_no_result_is_said_with_those_that_do() throws IOException {
        String file = notebook(result("query 615+861="));
        assertThat(Results.load(file)).isEqualTo(Results.load(file + "#7"));
        assertThatThrownBy(() -> Results.load(file + "#8"))
                .isInstanceOf(MagicException.class)
                .hasMessage(
                        "%s#8: no such cell shows a result that can be loaded; there is #7 (inversionview/query/1)",
                        file);
        String coverage = notebook(result("coverage site=a1.2 pos== draws=500 members=5 n=16"));
        assertThatThrownBy(() -> Results.load(coverage + "#7"))
                .isInstanceOf(MagicException.class)
                .hasMessage("Coverage: a notebook does not show all of such a result; save(\"x.json\") keeps it whole");
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("\"text\":\"615", "\"other\":\"615"));
        assertThatThrownBy(() -> Results.load(file)).isInstanceOf(MagicException.class);
    }

    @Test
    void a_loaded_preimage_can_be_cut_anew() {
        Preimage saved = (Preimage) result("inspect site=a1.2 pos== n=64");
        saved.save(file("p.json"));
        Preimage loaded = Results.load(file("p.json"), Preimage.class);
        assertThat(loaded.within(0.5)).isEqualTo(saved.within(0.5));
    }

    @Test
    void its_table_its_chart_and_its_page_are_files_of_their_own() throws IOException {
        Preimage saved = (Preimage) result("inspect site=a1.2 pos== n=64");
        Table table = Table.read().csv(saved.save(file("p.csv")).toFile());
        assertThat(table.columnNames()).isEqualTo(saved.table().columnNames());
        assertThat(table.rowCount()).isEqualTo(saved.table().rowCount());
        BufferedImage png = ImageIO.read(saved.save(file("p.png")).toFile());
        assertThat(png.getWidth()).isEqualTo(saved.chart().getWidth());
        assertThat(Files.readString(saved.save(file("p.SVG"))))
                .startsWith("<svg ")
                .endsWith("</svg>");
        String html = Files.readString(saved.save(file("p.html")));
        assertThat(html).startsWith("<!DOCTYPE html>").doesNotContain("<script");
        assertThat(Jsoup.parse(html).select("table tr").size()).isGreaterThan(20);
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .as("nothing is left beside")
                    .noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void a_table_in_parquet_is_read_as_it_was() throws SQLException {
        Preimage saved = (Preimage) result("inspect site=a1.2 pos== n=64");
        Path file = saved.save(file("p's.parquet"));
        try (Connection database =
                        Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT * FROM '%s'".formatted(file.toString().replace("'", "''")))) {
            Table read = Table.read().db(rows, saved.table().name());
            assertThat(read.columnNames()).isEqualTo(saved.table().columnNames());
            assertThat(read.types()).isEqualTo(saved.table().types());
            assertThat(read.printAll()).isEqualTo(saved.table().printAll());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.xlsx | save(\"FOLDER/p.xlsx\"): a file's ending says what is written: json, html, csv, parquet, png or svg",
                "p | save(\"FOLDER/p\"): a file's ending says what is written: json, html, csv, parquet, png or svg",
                "d.png | this result has no chart",
            })
    void what_cannot_be_saved_is_said_in_one_line(String name, String line) {
        Result distances = result("distances site=a1.2 pos== 816+640=");
        assertThatThrownBy(() -> distances.save(file(name)))
                .isInstanceOf(MagicException.class)
                .hasMessage(line.replace("FOLDER", folder.toString()));
        assertThatThrownBy(() -> result("help cite").save(file("help.json")))
                .isInstanceOf(MagicException.class)
                .hasMessage("this result has no JSON form: it holds nothing to compute with");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schema\": \"inversionview/preimage/2\", \"version\": \"0.0.9\", \"result\": {}} | FILE holds inversionview/preimage/2: version 0.0.9 wrote it, and this one, VERSION, reads inversionview/preimage/3",
                "{\"schema\": \"inversionview/model/1\", \"version\": \"0.0.9\", \"result\": {}} | FILE holds inversionview/model/1: no result that can be loaded",
                "{\"schema\": \"inversionview/query/1\", \"version\": \"9\", \"result\": {\"text\": \"x\", \"tokens\": [], \"well_formed\": true, \"new\": 1}} | FILE: there is no field new; version 9 wrote it, and this is VERSION",
                "{\"schema\": \"inversionview/query/1\", \"version\": \"9\", \"result\": {\"text\": 1}} | FILE: text is 1: it must be a text; version 9 wrote it, and this is VERSION",
                "{\"schema\": \"inversionview/query/1\"} | FILE: version is missing; a result's file is what save(\"x.json\") writes",
                "[1] | FILE is a list: it must be an object; a result's file is what save(\"x.json\") writes",
                "no JSON | FILE is not JSON (line 1, column 1); a result's file is what save(\"x.json\") writes",
            })
    void what_cannot_be_loaded_is_said_in_one_line(String content, String line) throws IOException {
        String file = file("bad.json");
        Files.writeString(Path.of(file), content);
        assertThatThrownBy(() -> Results.load(file))
                .isInstanceOf(MagicException.class)
                .hasMessage(line.replace("FILE", file).replace("VERSION", Version.current()));
    }

    @Test
    void another_kind_of_result_is_refused() {
        String file = result("query 615+861=").save(file("q.json")).toString();
        assertThatThrownBy(() -> Results.load(file, Distances.class))
                .isInstanceOf(MagicException.class)
                .hasMessage("%s holds a result of the kind QueryInput, no Distances", file);
        assertThatThrownBy(() -> Results.load(file + "x"))
                .isInstanceOf(MagicException.class)
                .hasMessage("there is no file %sx", file);
    }
}
