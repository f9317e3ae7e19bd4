package org.inversionview.kernel.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inversionview.kernel.UserMistake;
import org.inversionview.kernel.cell.CellEvaluator;
import org.inversionview.kernel.cell.EchoMagics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFileTest {

    private final Path file;

    ConnectionFileTest(@TempDir Path folder) {
        file = folder.resolve("connection.json");
    }

    private static String connection(int port) {
        return "{\"transport\":\"tcp\",\"ip\":\"127.0.0.1\",\"shell_port\":%1$s,\"control_port\":%1$s,".formatted(port)
                + "\"iopub_port\":%1$s,\"stdin_port\":%1$s,\"hb_port\":%1$s,\"signature_scheme\":\"hmac-sha256\","
                        .formatted(port)
                + "\"key\":\"k\"}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | ipc | ' asks for transport ipc: this kernel speaks tcp (--transport=tcp, Jupyter''s usual)'",
                ":5000 | :0 | ' is no connection file: it needs transport, ip, ports and key in JSON'",
                ":5000 | :70000 | ' is no connection file: it needs transport, ip, ports and key in JSON'",
                "{ | [ | ' is not JSON (line 1, column 13); give the connection file that Jupyter made'"
            })
    void what_cannot_be_served_is_one_line(String wanted, String wrong, String message) throws IOException {
        Files.writeString(file, connection(5000).replace(wanted, wrong));

        assertThatThrownBy(() -> KernelServer.of(file))
                .isInstanceOf(UserMistake.class)
                .hasMessage(file + message);
    }

    @Test
    void a_signature_scheme_that_nobody_knows_is_one_line() throws IOException {
        Files.writeString(file, connection(5000).replace("hmac-sha256", "hmac-sha9"));

        assertThatThrownBy(() -> KernelServer.of(file))
                .isInstanceOf(UserMistake.class)
                .hasMessage("no signature scheme hmac-sha9 here: Jupyter's usual is hmac-sha256");
    }

    @Test
    void a_port_in_use_is_one_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                CellEvaluator evaluator = new CellEvaluator(new EchoMagics())) {
            Files.writeString(file, connection(taken.getLocalPort()));

            assertThatThrownBy(() -> KernelServer.of(file).serve(evaluator, "1"))
                    .isInstanceOf(UserMistake.class)
                    .hasMessage("cannot listen at tcp://127.0.0.1:%s: it is in use, or no address of this machine"
                            .formatted(taken.getLocalPort()));
        }
    }
}
