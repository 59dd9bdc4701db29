package io.defenderrelay.architecture.planted.tenant;

import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Cannot be built whole with {@code new}. No bean, so Quarkus leaves it alone. */
final class InjectsFields {
    @Inject
    @Nullable
    Runnable injected;

    @ConfigProperty(name = "planted")
    @Nullable
    String configured;

    @RestClient
    @Nullable
    Runnable client;

    @Nullable
    Runnable plain;
}
