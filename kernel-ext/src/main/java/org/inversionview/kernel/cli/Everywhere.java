package org.inversionview.kernel.cli;

import org.inversionview.magics.options.PlacesOptions;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Writes options as {@link WithDashes}, and means all positions where none is written. */
public final class Everywhere implements IModelTransformer {

    @Override
    public CommandSpec transform(CommandSpec spec) {
        PlacesOptions.everywhere(spec);
        return new WithDashes().transform(spec);
    }
}
