package org.inversionview.magics.command;

import java.io.IOException;
import java.util.List;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.View;
import org.inversionview.models.InvalidRequestException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One magic. A subclass declares its options with picocli; a new object is made for each call.
 *
 * @param <R> what it returns
 */
abstract class MagicCommand<R extends View> {

    /**
     * Does what the magic says.
     *
     * @throws MagicException or {@link InvalidRequestException} with one line on what the user did wrong
     * @throws IOException with one line on what is wrong with a file
     */
    abstract R run(Session session) throws IOException;

    abstract Class<R> resultType();

    /** Returns what it returns with these arguments, where that depends on them. */
    Class<? extends View> resultType(List<String> arguments) {
        return resultType();
    }

    /** Changes what the declared options ask for, where that is not the same as in the magics that share them. */
    void declare(CommandSpec spec) {}

    /** Returns the options that may be lists, such as {@code head=0-3}: then the magic is run for each. */
    List<String> listed() {
        return List.of();
    }

    /** Returns the arguments that stand in what a user wrote after the magic's name. */
    List<String> arguments(String written) {
        return Arguments.split(written);
    }

    /** Returns arguments as a user may write them. */
    String written(List<String> arguments) {
        return Arguments.written(arguments);
    }

    /** Returns whether it computes the same again with these arguments, and does nothing else. */
    boolean isRepeatable(List<String> arguments) {
        return true;
    }

    /** Returns whether the session's log has a line of it; without it, one that only shows what is known. */
    boolean isLogged() {
        return true;
    }

    /** Returns whether it was asked about the last preimage; its options are set. */
    boolean isAboutLastPreimage() {
        return false;
    }

    /** Returns lines that a user may type as they are, for {@code %help}. */
    abstract List<String> examples();
}
