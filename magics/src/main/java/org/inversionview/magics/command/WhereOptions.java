package org.inversionview.magics.command;

import org.inversionview.magics.session.Session;
import org.inversionview.models.tasks.Condition;
import org.inversionview.models.tasks.Task;
import picocli.CommandLine.Option;

/** The option that says which inputs are queries. */
final class WhereOptions {

    @Option(
            names = "where",
            defaultValue = "",
            paramLabel = "CONDITION",
            description =
                    "only such queries: names of positions or features compared with = != < <= > >=, joined by &, as in \"A1=1 & F1+S1>9\"")
    private String where = "";

    /** Returns it as it was written; may be empty. */
    String written() {
        return where;
    }

    /** Returns the condition, which may be about the features that the session has added. */
    Condition condition(Session session) {
        return of(session, where);
    }

    /** Returns the condition that a text means, in a session. */
    static Condition of(Session session, String text) {
        Task task = session.requireModel().probed().task();
        return Condition.parse(task, session.tasks().features().of(task), text);
    }
}
