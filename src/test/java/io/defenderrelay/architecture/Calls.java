package io.defenderrelay.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;

/** What a class may not call or refer to, however it does it: by call, by method reference, from a lambda. */
final class Calls {
    private static final Set<String> TIME = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.Date.<init>",
            "java.util.Calendar.getInstance");
    private static final Set<String> CHANCE = Set.of(
            "java.util.Random.<init>",
            "java.util.SplittableRandom.<init>",
            "java.security.SecureRandom.<init>",
            "java.security.SecureRandom.getInstance",
            "java.security.SecureRandom.getInstanceStrong",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.random.RandomGenerator.getDefault",
            "java.util.random.RandomGenerator.of",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle",
            "java.lang.Math.random");
    private static final Set<String> CLOCKS =
            Set.of("system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes");
    private static final Set<String> PRINTS = Set.of("java.lang.System.out", "java.lang.System.err");

    private Calls() {}

    static ArchCondition<JavaClass> askForTimeOrChance() {
        return notDo("ask for the time or for chance themselves", Calls::timeOrChance);
    }

    static ArchCondition<JavaClass> print() {
        return notDo("print", access -> access.getName().equals("printStackTrace") || PRINTS.contains(name(access)));
    }

    private static boolean timeOrChance(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        boolean now = owner.startsWith("java.time.") && access.getName().equals("now");
        boolean clock = owner.equals("java.time.Clock") && CLOCKS.contains(access.getName());
        return now || clock || TIME.contains(name(access)) || CHANCE.contains(name(access));
    }

    private static String name(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + "." + access.getName();
    }

    private static ArchCondition<JavaClass> notDo(String what, Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>("not " + what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                javaClass.getAccessesFromSelf().stream()
                        .filter(forbidden)
                        .forEach(access ->
                                events.add(SimpleConditionEvent.violated(javaClass, access.getDescription())));
            }
        };
    }
}
