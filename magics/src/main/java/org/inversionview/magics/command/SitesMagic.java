package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.SitesView;
import picocli.CommandLine.Command;

@Command(name = "sites", description = "Lists the activation sites of the loaded model, in both forms of name.")
final class SitesMagic extends MagicCommand<SitesView> {

    @Override
    SitesView run(Session session) {
        return SitesView.of(session.requireModel());
    }

    @Override
    Class<SitesView> resultType() {
        return SitesView.class;
    }

    @Override
    List<String> examples() {
        return List.of("%sites");
    }
}
