package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.View;

/** All magics of one session: what a kernel needs to know of them. */
public final class Magics {

    private final Session session;

    public Magics(Session session) {
        this.session = session;
    }

    /** Returns the names, without the percent sign. */
    public List<String> names() {
        return List.of();
    }

    /**
     * Returns the type of a magic's result: what a variable that it is assigned to may be declared as.
     *
     * @throws MagicException if there is no such magic, naming the nearest
     */
    public Class<? extends View> resultType(String name) {
        throw new MagicException("no magic %" + name);
    }

    /**
     * Runs a magic and returns its result.
     *
     * @param name without the percent sign
     * @param arguments the rest of the line as the user wrote it; a trailing {@code ;} and a {@code //} comment are
     *     tolerated
     * @throws MagicException saying in one line what the user did wrong
     */
    public View run(String name, String arguments) {
        throw new MagicException("no magic %" + name + " " + session);
    }
}
