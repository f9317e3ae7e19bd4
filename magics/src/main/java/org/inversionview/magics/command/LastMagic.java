package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.View;
import picocli.CommandLine.Command;

@Command(name = "last", description = "Shows the last result again; after an interrupt, what was done by then.")
final class LastMagic extends MagicCommand<View> {

    @Override
    View run(Session session) {
        return session.requireResult();
    }

    @Override
    boolean isRepeatable(List<String> arguments) {
        return false;
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<View> resultType() {
        return View.class;
    }

    @Override
    List<String> examples() {
        return List.of("%last", "var result = %last");
    }
}
