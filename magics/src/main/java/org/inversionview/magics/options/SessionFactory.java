package org.inversionview.magics.options;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import org.inversionview.magics.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Makes what options name in their declarations: for a session, where its constructor asks for one, and else as picocli does.
 *
 * @param session whose loaded model candidates depend on
 */
public record SessionFactory(Session session) implements IFactory {

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Optional<Constructor<?>> own = Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> Arrays.equals(one.getParameterTypes(), new Class<?>[] {Session.class}))
                .findFirst();
        if (own.isEmpty()) {
            return CommandLine.defaultFactory().create(type);
        }
        own.get().setAccessible(true);
        return type.cast(own.get().newInstance(session));
    }
}
