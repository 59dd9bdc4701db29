package io.defenderrelay.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages below the root and which of them each may import. A room stands in no other's list unless it may be
 * imported from there; the root package itself stands in none, and may import them all.
 */
final class Rooms {
    /** The room of what stands in the root package. */
    static final String ROOT = "(root)";

    private static final Set<String> WORDS = Set.of("model");
    private static final Set<String> PROBLEMS = with(WORDS, "problem");
    private static final Set<String> TENANTS = with(PROBLEMS, "tenant");
    private static final Set<String> KEEPING = with(TENANTS, "aws", "store");
    private static final Set<String> WORK = with(KEEPING, "answer", "microsoft", "mapping", "ocsf", "sync");
    private static final List<String> FEATURES =
            List.of("alert", "delivery", "feed", "hunting", "incident", "remediation", "writeback");

    /** Who may import whom, in the order of the house, from the Lambda functions down to the shared words. */
    private static final Map<String, Set<String>> IMPORTS = Map.ofEntries(
            Map.entry("function", with(WORK, FEATURES.toArray(String[]::new))),
            Map.entry("alert", WORK),
            Map.entry("delivery", WORK),
            Map.entry("feed", WORK),
            Map.entry("hunting", WORK),
            Map.entry("incident", WORK),
            Map.entry("answer", Set.of()),
            Map.entry("sync", with(KEEPING, "microsoft")),
            Map.entry("store", with(TENANTS, "aws")),
            Map.entry("aws", TENANTS),
            Map.entry("microsoft", TENANTS),
            Map.entry("mapping", with(KEEPING, "ocsf")),
            Map.entry("ocsf", WORDS),
            Map.entry("remediation", WORK),
            Map.entry("writeback", WORK),
            Map.entry("tenant", PROBLEMS),
            Map.entry("problem", WORDS),
            Map.entry("model", Set.of()));

    private final String root;

    Rooms(String root) {
        this.root = root;
    }

    /** The name of each room and of the root. */
    static Set<String> names() {
        return with(IMPORTS.keySet(), ROOT);
    }

    static boolean mayImport(String from, String to) {
        return from.equals(to)
                || from.equals(ROOT)
                || IMPORTS.getOrDefault(from, Set.of()).contains(to);
    }

    /** The first package below the root. */
    String of(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(root) ? ROOT : name.substring(root.length() + 1).split("\\.", -1)[0];
    }

    boolean isOurs(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.equals(root) || name.startsWith(root + ".");
    }

    ArchCondition<JavaClass> importOneWay() {
        return new ArchCondition<>("import only the rooms below their own") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                Imports.of(javaClass)
                        .filter(imported -> isOurs(imported.target()))
                        .filter(imported -> !mayImport(of(javaClass), of(imported.target())))
                        .forEach(imported -> events.add(SimpleConditionEvent.violated(
                                javaClass,
                                of(javaClass) + " must not import " + of(imported.target()) + ": " + imported.how())));
            }
        };
    }

    ArchCondition<JavaClass> haveOne() {
        return new ArchCondition<>("stand in a room of the house, directly") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                String place = javaClass.getPackageName();
                boolean known = of(javaClass).equals(ROOT)
                        || (IMPORTS.containsKey(of(javaClass)) && place.equals(root + "." + of(javaClass)));
                if (!known) {
                    events.add(SimpleConditionEvent.violated(
                            javaClass,
                            javaClass.getName() + " stands in a package that no rule knows: say what it may import"));
                }
            }
        };
    }

    private static Set<String> with(Set<String> rooms, String... more) {
        return Stream.concat(rooms.stream(), Stream.of(more)).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
