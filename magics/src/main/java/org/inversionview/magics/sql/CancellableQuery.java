package org.inversionview.magics.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import tech.tablesaw.api.Table;

/** Runs a query beside the thread that asks, which is deaf to interrupts while the database works. */
final class CancellableQuery {

    private static final long GRACE_MILLIS = 5_000;

    private CancellableQuery() {}

    /**
     * Returns what a statement finds.
     *
     * @param name of the table that is returned
     * @throws CancellationException if this thread is interrupted; the statement is at its end then, too
     */
    static Table of(String name, PreparedStatement statement) throws SQLException {
        FutureTask<Table> answer = new FutureTask<>(() -> {
            try (ResultSet rows = statement.executeQuery()) {
                return QueriedTable.of(name, rows);
            }
        });
        Thread worker = new Thread(answer, name + " query");
        worker.setDaemon(true);
        worker.start();
        try {
            return answer.get();
        } catch (InterruptedException e) {
            statement.cancel();
            join(worker);
            Thread.currentThread().interrupt();
            throw new CancellationException("the query was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
