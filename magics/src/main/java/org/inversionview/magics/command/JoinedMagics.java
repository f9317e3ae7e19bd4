package org.inversionview.magics.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inversionview.magics.result.HelpText;
import org.inversionview.magics.view.Screen;
import org.inversionview.magics.view.View;

/**
 * A session's magics and those of a kernel; {@code %help} knows both.
 *
 * @param session with {@code %help} among them
 * @param kernel whose names are others
 */
record JoinedMagics(MagicLines session, MagicLines kernel) implements MagicLines {

    private static final String HELP = "help";

    private MagicLines of(String name) {
        return kernel.names().contains(name) ? kernel : session;
    }

    @Override
    public List<String> names() {
        return Stream.concat(session.names().stream(), kernel.names().stream()).toList();
    }

    @Override
    public Class<? extends View> resultType(String name, String arguments) {
        return of(name).resultType(name, arguments);
    }

    @Override
    public View run(String name, String arguments, Screen screen) {
        String asked = arguments.strip().replaceFirst("^%", "");
        if (name.equals(HELP) && kernel.names().contains(asked)) {
            return new HelpText("%" + asked, "Of the kernel itself.", List.of(entry(asked)), List.of());
        }
        View result = of(name).run(name, arguments, screen);
        if (name.equals(HELP) && asked.isEmpty() && result instanceof HelpText all) {
            List<HelpText.Entry> entries = Stream.concat(
                            all.entries().stream(), kernel.names().stream().map(this::entry))
                    .toList();
            return new HelpText(all.title(), all.description(), entries, all.examples());
        }
        return result;
    }

    private HelpText.Entry entry(String name) {
        return new HelpText.Entry("%" + name, kernel.help(name).orElse(""), "");
    }

    @Override
    public Completion complete(String name, String arguments) {
        return of(name).complete(name, arguments);
    }

    @Override
    public Optional<String> help(String name) {
        return of(name).help(name);
    }
}
