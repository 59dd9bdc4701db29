package io.defenderrelay.architecture.planted.sync;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes chance of its own. */
final class Rolls {
    List<Object> chances() {
        return List.of(new Random(), new SecureRandom(), ThreadLocalRandom.current(), UUID.randomUUID(), Math.random());
    }
}
