package org.inversionview.models.reading;

import java.util.Optional;

/**
 * A preimage read by a language model.
 *
 * @param prompt what it was asked, or would be
 * @param guess what it answered; nothing where nothing was sent
 */
public record MachineReading(Prompt prompt, Optional<MachineGuess> guess) {}
