package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.session.Session;
import org.inversionview.magics.view.HelpView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "Lists the magics, or explains one.")
final class HelpMagic extends MagicCommand<HelpView> {

    @Parameters(paramLabel = "MAGIC", arity = "0..1", description = "the magic to explain")
    private @Nullable String name;

    @Override
    HelpView run(Session session) {
        return name == null ? Help.overview() : Help.of(name.replaceFirst("^%", ""));
    }

    @Override
    Class<HelpView> resultType() {
        return HelpView.class;
    }

    @Override
    List<String> examples() {
        return List.of("%help", "%help inspect");
    }
}
