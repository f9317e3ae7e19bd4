package org.inversionview.kernel.cli;

import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the options that are shared with magics as a terminal does: {@code --steps} for {@code steps}. */
final class WithDashes implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec spec) {
        for (OptionSpec option : List.copyOf(spec.options())) {
            if (!option.longestName().startsWith("-")) {
                spec.remove(option);
                spec.addOption(OptionSpec.builder(option)
                        .names("--" + option.longestName())
                        .build());
            }
        }
        return spec;
    }
}
