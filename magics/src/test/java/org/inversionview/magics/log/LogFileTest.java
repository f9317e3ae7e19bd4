package org.inversionview.magics.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;

class LogFileTest {

    private final Path path;
    private final LogFolder folder;

    LogFileTest(@TempDir Path path) {
        this.path = path;
        folder = new LogFolder(path);
    }

    private static LogEntry entry(String line) {
        return new LogEntry(
                "2026-05-01T12:30:00.5Z",
                "inspect",
                line,
                List.of("%model addition device=cpu", line),
                "addition",
                0.25,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Table query(String sql) throws IOException {
        try (LogDatabase database = LogDatabase.read(folder)) {
            return database.query(sql);
        }
    }

    @Test
    void a_folder_without_logs_is_an_empty_table() throws IOException {
        assertThat(query("SELECT * FROM log").columnNames()).isEqualTo(LogDatabase.COLUMNS);
        assertThat(query("SELECT * FROM log").isEmpty()).isTrue();
    }

    @Test
    void an_entry_is_a_row_with_types() throws IOException {
        folder.newFile().add(entry("%inspect text=\"ä 'x'\""));
        Table table = query("SELECT * FROM log");
        assertThat(table.columnNames()).isEqualTo(LogDatabase.COLUMNS);
        assertThat(table.stringColumn("line").get(0)).isEqualTo("%inspect text=\"ä 'x'\"");
        assertThat(table.dateTimeColumn("ended").get(0)).isEqualTo("2026-05-01T12:30:00.500");
        assertThat(table.doubleColumn("seconds").get(0)).isEqualTo(0.25);
        assertThat(table.column("error").isMissing(0)).isTrue();
        Table computed = query(
                "SELECT sum(1) AS whole, avg(seconds) AS mean, bool_and(true) AS truth, any_value(lines[2]) FROM log");
        assertThat(computed.types())
                .containsExactly(ColumnType.DOUBLE, ColumnType.DOUBLE, ColumnType.BOOLEAN, ColumnType.STRING);
    }

    @Test
    void two_sessions_have_a_file_each_and_are_read_together() throws IOException {
        LogFile one = folder.newFile();
        LogFile other = folder.newFile();
        one.add(entry("%inspect seed=1"));
        other.add(entry("%inspect seed=2"));
        one.add(entry("%inspect seed=3"));
        assertThat(query("SELECT DISTINCT session FROM log").rowCount()).isEqualTo(2);
        assertThat(query("SELECT * FROM log").rowCount()).isEqualTo(3);
    }

    @Test
    void a_line_that_was_cut_is_left_out() throws IOException {
        LogFile file = folder.newFile();
        file.add(entry("%inspect seed=1"));
        Files.writeString(file.path(), "{\"ended\": \"2026-05-01T12", StandardOpenOption.APPEND);
        assertThat(query("SELECT line FROM log").stringColumn(0).asList()).containsExactly("%inspect seed=1");
    }

    @Test
    void a_query_sees_nothing_but_the_log() throws IOException {
        folder.newFile().add(entry("%inspect"));
        Path secret = Files.writeString(path.resolve("secret.csv"), "a\n1\n");
        Map<String, String> refused = Map.of(
                "SELECT * FROM '%s'".formatted(secret),
                "disabled",
                "COPY log TO '%s'".formatted(path.resolve("out.csv")),
                "disabled",
                "INSTALL httpfs",
                "x",
                "ATTACH '%s'".formatted(path.resolve("x.db")),
                "disabled",
                "SET enable_external_access = true",
                "locked",
                "SELECT nosuch FROM log",
                "nosuch",
                "SELECT kind, count(*) FROM log",
                "GROUP BY",
                "no SQL",
                "no",
                "",
                "");
        refused.forEach((sql, why) -> assertThatThrownBy(() -> query(sql))
                .as(sql)
                .isInstanceOf(IOException.class)
                .message()
                .contains(why)
                .doesNotContain("\n"));
        assertThat(path.resolve("out.csv")).doesNotExist();
    }

    @Test
    void a_full_disk_is_one_line() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        assertThatThrownBy(() -> new LogFile(full).add(entry("%inspect")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("/dev/full cannot be written, the disk is full")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void a_folder_that_cannot_be_made_is_one_line() throws IOException {
        Path file = Files.writeString(path.resolve("file"), "");
        assertThatThrownBy(() -> new LogFolder(file).newFile().add(entry("%inspect")))
                .isInstanceOf(IOException.class)
                .message()
                .contains(file.toString())
                .doesNotContain("\n");
    }

    @Test
    void the_environment_turns_it_off_or_names_another_folder() {
        assertThat(LogFolder.of(path, Map.of()))
                .contains(new LogFolder(path.resolve(".inversionview").resolve("log")));
        assertThat(LogFolder.of(path, Map.of(LogFolder.VARIABLE, "off"))).isEmpty();
        assertThat(LogFolder.of(path, Map.of(LogFolder.VARIABLE, "elsewhere")))
                .contains(new LogFolder(Path.of("elsewhere")));
    }
}
