package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.result.Sites;
import org.inversionview.magics.session.Session;
import picocli.CommandLine.Command;

@Command(name = "sites", description = "Lists the activation sites of the loaded model, in both forms of name.")
final class SitesMagic extends MagicCommand<Sites> {

    @Override
    Sites run(Session session) {
        return Sites.of(session.requireModel());
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<Sites> resultType() {
        return Sites.class;
    }

    @Override
    List<String> examples() {
        return List.of("%sites");
    }
}
