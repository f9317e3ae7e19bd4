package org.inversionview.kernel.bridge;

import java.util.List;
import java.util.Optional;
import org.inversionview.magics.command.Completion;
import org.inversionview.magics.command.MagicException;
import org.inversionview.magics.command.Magics;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/** The magics that cells may use. */
public interface MagicLines {

    /** Returns the names, without the percent sign. */
    List<String> names();

    /**
     * Returns the type of a magic's result; public, so that a cell can name it.
     *
     * @throws MagicException if there is no such magic
     */
    Class<? extends View> resultType(String name);

    /**
     * Runs a magic and returns its result.
     *
     * @param arguments the rest of the line as the user wrote it, without white space at its ends
     * @param screen shows how far a long run is
     * @throws MagicException saying in one line what the user did wrong
     */
    View run(String name, String arguments, Screen screen);

    /**
     * Returns what could stand at the end of a magic's arguments.
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

    /** Returns a session's magics. */
    static MagicLines of(Magics magics) {
        return new MagicLines() {
            @Override
            public List<String> names() {
                return magics.names();
            }

            @Override
            public Class<? extends View> resultType(String name) {
                return magics.resultType(name);
            }

            @Override
            public View run(String name, String arguments, Screen screen) {
                return magics.run(name, arguments, screen);
            }

            @Override
            public Completion complete(String name, String arguments) {
                return magics.complete(name, arguments);
            }

            @Override
            public Optional<String> help(String name) {
                return magics.help(name).map(view -> view.bundle().text());
            }
        };
    }
}
