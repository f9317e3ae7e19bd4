package org.inversionview.magics.command;

import java.util.List;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.result.Several;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/** The magics that cells may use: a session's, a kernel's own, or both. */
public interface MagicLines {

    /** Returns the names, without the percent sign. */
    List<String> names();

    /**
     * Returns the type of a magic's result: what a variable that it is assigned to may be declared as; public, so that a cell
     * can name it.
     *
     * @param arguments the rest of the line; with lists among them, a magic returns {@link Several}
     * @throws MagicException if there is no such magic, naming the nearest
     */
    Class<? extends View> resultType(String name, String arguments);

    /**
     * Runs a magic and returns its result.
     *
     * @param name without the percent sign
     * @param arguments the rest of the line as the user wrote it
     * @param screen shows how far a long run is
     * @throws MagicException saying in one line what the user did wrong; any other exception is a fault of the software
     */
    View run(String name, String arguments, Screen screen);

    /**
     * Returns what could stand at the end of a magic's arguments; nothing for a magic that there is not.
     *
     * @param arguments the rest of the line up to the cursor
     */
    default Completion complete(String name, String arguments) {
        return new Completion(List.of(), arguments.length());
    }

    /** Returns a magic's help as text; nothing for a magic that there is not. */
    default Optional<String> help(String name) {
        return Optional.empty();
    }

    /** Returns these and a kernel's own. */
    default MagicLines and(MagicLines kernel) {
        return new JoinedMagics(this, kernel);
    }
}
