package io.defenderrelay.simulated;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Effects on nextLinks. */
final class LinkEffect {

    private LinkEffect() {}

    static Effect toItself() {
        return replacing(Effect.PageLink::self);
    }

    static Effect backAndForth() {
        return replacing(link -> {
            ListQuery query = link.query();
            SkipToken firstPage = new SkipToken(0, 0, query.start().snapshot());
            return query.first() ? link.usual() : link.base() + query.link(firstPage, link.style());
        });
    }

    static Effect changed(UnaryOperator<String> change) {
        return replacing(link -> link.usual() == null ? null : change.apply(link.usual()));
    }

    static Effect stopAt(int offset) {
        return replacing(link -> link.nextOffset() >= offset ? null : link.usual());
    }

    static Effect expired(int follows, int status, String code, String message) {
        return new Effect() {
            @Override
            public @Nullable Answer refuseLink(Call call, int followed) {
                return followed > follows ? GraphErrors.error(status, call, code, message) : null;
            }
        };
    }

    private static Effect replacing(Function<Effect.PageLink, @Nullable String> change) {
        return new Effect() {
            @Override
            public @Nullable String link(PageLink link) {
                return change.apply(link);
            }
        };
    }
}
