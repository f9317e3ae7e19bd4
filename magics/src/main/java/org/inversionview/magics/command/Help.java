package org.inversionview.magics.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.inversionview.magics.result.HelpText;
import org.inversionview.magics.session.Session;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code %help} says, read from the magics' own declarations, so that it cannot differ from what they do. */
final class Help {

    private Help() {}

    static HelpText overview(Session session) {
        List<HelpText.Entry> entries = new ArrayList<>();
        for (MagicCommand<?> magic : Registry.all()) {
            CommandSpec spec = Parser.of(magic, session).getCommandSpec();
            entries.add(new HelpText.Entry("%" + spec.name(), description(spec), ""));
        }
        return new HelpText(
                "InversionView: what information does an activation hold?",
                "%model addition, %query 615+861=1476, %inspect layer=1 head=3 pos=A1 — and %help inspect for one magic.",
                entries,
                List.of());
    }

    static HelpText of(String name, Session session) {
        MagicCommand<?> magic = Registry.create(name);
        CommandSpec spec = Parser.of(magic, session).getCommandSpec();
        List<HelpText.Entry> entries = new ArrayList<>();
        spec.positionalParameters().forEach(p -> entries.add(new HelpText.Entry(label(p), text(p), "")));
        for (OptionSpec option : spec.options()) {
            String usual = option.required()
                    ? "required"
                    : String.valueOf(option.defaultValue()).replace("null", "");
            entries.add(new HelpText.Entry(option.longestName() + "=" + label(option), text(option), usual));
        }
        return new HelpText("%" + name, description(spec), entries, magic.examples());
    }

    /** Returns what stands for the value: of one that is one of a few words, these words. */
    private static String label(ArgSpec argument) {
        if (argument.type() == boolean.class) {
            return "true|false";
        }
        return argument.type().isEnum()
                ? StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                        .collect(Collectors.joining("|"))
                : argument.paramLabel();
    }

    private static String description(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description());
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description()).replace("%%", "%");
    }
}
