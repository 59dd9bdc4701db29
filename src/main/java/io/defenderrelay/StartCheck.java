package io.defenderrelay;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Ends the start of a function whose settings are wrong, with a sentence that names the first of them. */
@Singleton
final class StartCheck {
    void check(
            @Observes StartupEvent start,
            Settings settings,
            @ConfigProperty(name = "quarkus.funqy.export") String function) {
        settings.check(function);
    }
}
