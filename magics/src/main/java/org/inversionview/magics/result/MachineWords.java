package org.inversionview.magics.result;

import java.util.ArrayList;
import java.util.List;
import org.inversionview.magics.view.Block;
import org.inversionview.models.reading.MachineGuess;
import org.inversionview.models.reading.MachineGuess.Claim;
import org.inversionview.models.reading.MachineReading;
import org.inversionview.models.reading.Statement;

/**
 * What a reading says of a language model's part in it: that it guesses, and what tests say of the guess.
 *
 * @param fair whether members are a fair sample
 */
record MachineWords(MachineReading machine, boolean fair) {

    private static final int SHOWN_HASH = 12;

    List<Block> blocks() {
        return machine.guess().map(this::guess).orElseGet(this::prompt);
    }

    private List<Block> prompt() {
        return List.of(
                new Block.Title("What llm=true would send"),
                new Block.Verbatim(machine.prompt().text()),
                new Block.Note("Nothing was sent. Prompt " + hash()));
    }

    private List<Block> guess(MachineGuess guess) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Title("A machine’s guess: %s at %s".formatted(guess.model(), guess.host())));
        blocks.add(new Block.Line("In its words, which nothing tests: “%s”".formatted(guess.words())));
        if (!guess.structured()) {
            blocks.add(
                    new Block.Line("⚠ Its answer has not the form that was asked for: nothing of it can be tested."));
        } else if (guess.claims().isEmpty()) {
            blocks.add(new Block.Line("It claims nothing that can be tested."));
        }
        guess.claims().forEach(claim -> blocks.add(new Block.Line(tested(claim))));
        if (!guess.supported().statements().isEmpty()) {
            blocks.add(new Block.Line(
                    "What the tests support of it, together: " + ReadingWords.meets(guess.supported(), fair)));
        }
        if (!guess.untestable().isEmpty()) {
            blocks.add(new Block.Line(
                    "Not tested, as there is no such feature: %s.".formatted(String.join("; ", guess.untestable()))));
        }
        blocks.add(new Block.Note(
                "Claims are tested as the statements above are; p corrected for their number (%s). Prompt %s; llm=prompt shows it."
                        .formatted(guess.claims().size(), hash())));
        return blocks;
    }

    private static String tested(Claim claim) {
        Statement statement = claim.statement();
        String shares = ReadingWords.shares(statement);
        if (!claim.isTrueOfQuery()) {
            return "It claims %s – wrong of the query itself, which has %s; %s."
                    .formatted(statement, claim.ofQuery(), shares);
        }
        return "It claims %s – %s: %s (p %s)."
                .formatted(
                        statement,
                        claim.isSupported() ? "supported" : "not supported",
                        shares,
                        ReadingWords.p(statement.p()));
    }

    private String hash() {
        return "SHA-256 %s…".formatted(machine.prompt().sha256().substring(0, SHOWN_HASH));
    }
}
