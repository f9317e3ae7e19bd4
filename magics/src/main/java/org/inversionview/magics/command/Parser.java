package org.inversionview.magics.command;

import java.lang.reflect.Constructor;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.inversionview.magics.MagicException;
import org.inversionview.magics.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** How magics' lines are parsed: as picocli does it, with values that are made for the session. */
final class Parser {

    private Parser() {}

    /** Returns a parser that fills a magic's options. */
    static CommandLine of(MagicCommand<?> magic, Session session) {
        return new CommandLine(magic, forSession(session))
                .setSeparator("=")
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
                .registerConverter(boolean.class, Parser::truth);
    }

    /** Makes what a declaration names: for the session, where its constructor asks for one. */
    private static IFactory forSession(Session session) {
        IFactory usual = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                Optional<Constructor<?>> own = Arrays.stream(type.getDeclaredConstructors())
                        .filter(one -> Arrays.equals(one.getParameterTypes(), new Class<?>[] {Session.class}))
                        .findFirst();
                return own.isPresent() ? type.cast(own.get().newInstance(session)) : usual.create(type);
            }
        };
    }

    private static BigInteger whole(String text, long least, long most) {
        BigInteger number;
        try {
            number = new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new MagicException("is not a whole number");
        }
        if (number.compareTo(BigInteger.valueOf(least)) < 0 || number.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new MagicException("is out of range: whole numbers go from %d to %d here".formatted(least, most));
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

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MagicException("is neither true nor false");
        };
    }
}
