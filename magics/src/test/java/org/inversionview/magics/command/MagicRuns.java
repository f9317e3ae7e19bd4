package org.inversionview.magics.command;

import org.inversionview.magics.result.Result;
import org.inversionview.magics.session.Session;

/** Magics of a session in which addition is loaded and asked about 615+861=. */
final class MagicRuns implements AutoCloseable {

    private final Session session = new Session();
    private final Magics magics = new Magics(session);

    MagicRuns() {
        magics.run("model", "addition device=cpu");
        magics.run("query", "615+861=");
    }

    Session session() {
        return session;
    }

    Magics magics() {
        return magics;
    }

    /** Returns what a line without its percent sign shows. */
    Result result(String line) {
        int space = line.indexOf(' ');
        return (Result) magics.run(line.substring(0, space), line.substring(space + 1));
    }

    @Override
    public void close() {
        session.close();
    }
}
