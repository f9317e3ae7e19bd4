package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.options.Candidates;
import org.inversionview.magics.result.HelpText;
import org.inversionview.magics.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "Lists the magics, or explains one.")
final class HelpMagic extends MagicCommand<HelpText> {

    /** Names of magics. */
    static final class MagicNames extends Candidates {

        MagicNames(Session session) {
            super(session);
        }

        @Override
        public List<String> at(String written) {
            return Registry.names();
        }
    }

    @Parameters(
            paramLabel = "MAGIC",
            arity = "0..1",
            completionCandidates = MagicNames.class,
            description = "the magic to explain")
    private @Nullable String name;

    @Override
    HelpText run(Session session) {
        return name == null ? Help.overview(session) : Help.of(name.replaceFirst("^%", ""), session);
    }

    @Override
    boolean isLogged() {
        return false;
    }

    @Override
    Class<HelpText> resultType() {
        return HelpText.class;
    }

    @Override
    List<String> examples() {
        return List.of("%help", "%help inspect");
    }
}
