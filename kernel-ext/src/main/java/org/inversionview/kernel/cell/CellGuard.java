package org.inversionview.kernel.cell;

import java.util.Optional;

/** Says which code cells may not bring: asked before any of their classes is defined. */
@FunctionalInterface
public interface CellGuard {

    /** Lets everything pass, libraries too. */
    CellGuard NONE = classFile -> Optional.empty();

    /**
     * Returns what is wrong with a class, in one line; nothing where it may be defined.
     *
     * @param classFile as the compiler made it
     */
    Optional<String> objection(byte[] classFile);
}
