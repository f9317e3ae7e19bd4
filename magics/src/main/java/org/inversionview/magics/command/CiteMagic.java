package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.result.Citation;
import org.inversionview.magics.session.Session;
import org.inversionview.models.Version;
import picocli.CommandLine.Command;

@Command(name = "cite", description = "BibTeX for the method and for this software, with its version.")
final class CiteMagic extends MagicCommand<Citation> {

    @Override
    Citation run(Session session) {
        return new Citation(Version.current());
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<Citation> resultType() {
        return Citation.class;
    }

    @Override
    List<String> examples() {
        return List.of("%cite", "Citation c = %cite");
    }
}
