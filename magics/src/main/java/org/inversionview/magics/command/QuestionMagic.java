package org.inversionview.magics.command;

import java.util.List;
import org.inversionview.magics.view.View;
import picocli.CommandLine.Mixin;

/**
 * A magic that is asked about one query activation; with lists of sites or positions, once for each.
 *
 * @param <R> what it returns
 */
abstract class QuestionMagic<R extends View> extends MagicCommand<R> {

    @Mixin
    private QuestionOptions question = new QuestionOptions();

    /** Returns what was asked. */
    final QuestionOptions question() {
        return question;
    }

    @Override
    final List<String> listed() {
        return SiteOptions.LISTED;
    }

    /** Inputs in quotation marks may have Java's escapes. */
    @Override
    final List<String> arguments(String written) {
        return Arguments.splitTexts(written);
    }

    @Override
    final String written(List<String> arguments) {
        return Arguments.writtenTexts(arguments);
    }

    /** Only a magic whose question is optional is run without one. */
    @Override
    final boolean isAboutLastPreimage() {
        return !question.isAsked();
    }
}
