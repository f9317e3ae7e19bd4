package org.inversionview.magics.command;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.options.SessionFactory;
import org.inversionview.magics.session.Session;
import picocli.CommandLine;

/** How magics' lines are parsed: as picocli does it, with values that are made for the session. */
final class Parser {

    private Parser() {}

    /** Returns a parser that fills a magic's options. */
    static CommandLine of(MagicCommand<?> magic, Session session) {
        CommandLine parser = new CommandLine(magic, new SessionFactory(session));
        magic.declare(parser.getCommandSpec());
        return parser.setSeparator("=")
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(false)
                .setAllowOptionsAsOptionParameters(true) // a position may be called answer
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(
                        int.class,
                        text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                                .intValue())
                .registerConverter(
                        Integer.class,
                        text -> whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE)
                                .intValue())
                .registerConverter(
                        long.class,
                        text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE).longValue())
                .registerConverter(
                        Long.class,
                        text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE).longValue())
                .registerConverter(double.class, Parser::number)
                .registerConverter(Double.class, Parser::number)
                .registerConverter(boolean.class, Parser::truth)
                .registerConverter(Path.class, Parser::path);
    }

    private static BigInteger whole(String text, long least, long most) {
        BigInteger number;
        try {
            number = new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new MagicException("is not a whole number");
        }
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new MagicException("is out of range: whole numbers go from %s to %s here".formatted(least, most));
        }
        return number;
    }

    private static Double number(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new MagicException("is not a number");
        }
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new MagicException("is no path");
        }
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MagicException("is neither true nor false");
        };
    }
}
