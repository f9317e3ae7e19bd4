package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.inversionview.magics.view.HelpView;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code %help} says, read from the magics' own declarations, so that it cannot differ from what they do. */
final class Help {

    private Help() {}

    static HelpView overview() {
        List<HelpView.Entry> entries = new ArrayList<>();
        for (MagicCommand<?> magic : Registry.all()) {
            entries.add(new HelpView.Entry("%" + name(magic), description(spec(magic)), ""));
        }
        return new HelpView(
                "InversionView: what information does an activation hold?",
                "%model addition, %query 615+861=1476, %inspect layer=1 head=3 pos=A1 — and %help inspect for one magic.",
                entries,
                List.of());
    }

    static HelpView of(String name) {
        MagicCommand<?> magic = Registry.create(name);
        CommandSpec spec = spec(magic);
        List<HelpView.Entry> entries = new ArrayList<>();
        spec.positionalParameters().forEach(p -> entries.add(new HelpView.Entry(p.paramLabel(), text(p), "")));
        for (OptionSpec option : spec.options()) {
            String usual = option.required()
                    ? "required"
                    : String.valueOf(option.defaultValue()).replace("null", "");
            entries.add(new HelpView.Entry(option.longestName() + "=" + option.paramLabel(), text(option), usual));
        }
        return new HelpView("%" + name, description(spec), entries, magic.examples());
    }

    private static CommandSpec spec(MagicCommand<?> magic) {
        return new CommandLine(magic).getCommandSpec();
    }

    private static String name(MagicCommand<?> magic) {
        return spec(magic).name();
    }

    private static String description(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description());
    }

    private static String text(ArgSpec argument) {
        return List.of(argument.description()).stream()
                .collect(Collectors.joining(" "))
                .replace("%%", "%");
    }
}
