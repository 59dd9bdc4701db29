package io.defenderrelay;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.funqy.Funq;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What the code of each function calls of package {@code aws}, found by following every call from the function on. That the code
 * says which kind of item it means is not seen in a call: it is told here, for each class or method of package {@code store}.
 */
@NullMarked
final class TemplateCalls {
    private static final String ROOT = "io.defenderrelay.";
    private static final String TABLE = ROOT + "aws.Table";
    private static final String LEASES = ROOT + "store.Leases";

    /** The permission for each method of the table. Source: DynamoDB Developer Guide, "Using IAM with transactions". */
    private static final Map<String, String> ACTIONS = Map.of(
            "get", "GetItem",
            "getAll", "BatchGetItem",
            "getAllRecent", "BatchGetItem",
            "put", "PutItem",
            "putAll", "BatchWriteItem",
            "update", "UpdateItem",
            "delete", "DeleteItem",
            "query", "Query",
            "index", "Query");

    /** What the one class does that is asked for the items of others. */
    private static final Map<String, List<String>> LEASE_ACTIONS =
            Map.of("acquire", List.of("UpdateItem", "GetItem"), "write", List.of("UpdateItem"));

    /** What the transactions do. */
    private static final Map<String, List<String>> TRANSACTIONS = Map.of(
            "Ledger.commit", List.of("UpdateItem C#*", "PutItem F#*", "PutItem A#*", "PutItem I#*"),
            "Actions.enter", List.of("PutItem X#*"),
            "Actions.move", List.of("PutItem X#*", "UpdateItem X#*"));

    /** The leading keys of the items that a class, or a method where it differs, asks the table for. */
    private static final Map<String, List<String>> KEYS = Map.ofEntries(
            Map.entry("Tenants", List.of("TENANTS")),
            Map.entry("Cursors", List.of("C#*")),
            Map.entry("PublishCursors", List.of("P#*")),
            Map.entry("PageLog", List.of("F#*")),
            Map.entry("Revisions", List.of("A#*", "I#*")),
            Map.entry("History", List.of("A#*", "I#*")),
            Map.entry("Ledger.heads", List.of("A#*", "I#*")),
            Map.entry("Ledger.keep", List.of("Q#*")),
            Map.entry("UnreadableRecords", List.of("Q#*")),
            Map.entry("IncidentAlerts", List.of("T#*")),
            Map.entry("Hunts", List.of("H#*")),
            Map.entry("HuntAttempts", List.of("H#*")),
            Map.entry("HuntQuota", List.of("H#*")),
            Map.entry("HuntRows", List.of("H#*")),
            Map.entry("WriteIntents", List.of("E#*")),
            Map.entry("CommentRecords", List.of("E#*")),
            Map.entry("WriteAudit", List.of("W#*")),
            Map.entry("Actions", List.of("X#*")),
            Map.entry("ActionCounters", List.of("X#*")));

    /** Both feeds run the same code, each on its own kind of finding. */
    private static final Map<String, String> NEVER = Map.of("alert-sync", "I#*", "incident-sync", "A#*");

    private final Map<String, JavaCodeUnit> functions = new HashMap<>();

    /** A call of a method of package {@code aws}, or of a lease, by the method that makes it. */
    private record Call(JavaCodeUnit from, AccessTarget target) {
        String callee() {
            return target.getOwner().getName().substring(ROOT.length()) + "." + target.getName();
        }

        boolean on(String type) {
            return target.getOwner().getName().equals(type);
        }
    }

    TemplateCalls() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.defenderrelay");
        classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Funq.class))
                .forEach(method ->
                        functions.put(method.getAnnotationOfType(Funq.class).value(), method));
    }

    /** Whether the function can come to a method whose name starts so, counted from the root package. */
    boolean calls(String function, String method) {
        return follow(function).stream().anyMatch(call -> call.callee().startsWith(method));
    }

    /** Each action at the table with the leading key of its items, such as {@code dynamodb:GetItem A#*}. */
    Set<String> atTheTable(String function) {
        return follow(function).stream()
                .flatMap(TemplateCalls::actions)
                .filter(action -> !action.endsWith(NEVER.getOrDefault(function, "none")))
                .map(action -> "dynamodb:" + action)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> actions(Call call) {
        String name = call.target().getName();
        if (call.on(LEASES)) {
            return LEASE_ACTIONS.getOrDefault(name, List.of()).stream()
                    .flatMap(action -> keys(call).map(key -> action + " " + key));
        }
        if (!call.on(TABLE) || name.equals("<init>")) {
            return Stream.empty();
        }
        if (name.equals("transact")) {
            return known(TRANSACTIONS, place(call)).stream();
        }
        String by = name.equals("index") ? " by index" : "";
        return keys(call).map(key -> known(ACTIONS, name) + " " + key + by);
    }

    private static Stream<String> keys(Call call) {
        List<String> ofMethod = KEYS.get(place(call));
        String type = place(call).substring(0, place(call).indexOf('.'));
        return ofMethod == null ? known(KEYS, type).stream() : ofMethod.stream();
    }

    /** The outermost class and the method that calls. */
    private static String place(Call call) {
        JavaClass type = call.from().getOwner();
        while (type.getEnclosingClass().isPresent()) {
            type = type.getEnclosingClass().get();
        }
        return type.getSimpleName() + "." + call.from().getName();
    }

    private static <T> T known(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " calls the table: tell " + TemplateCalls.class.getSimpleName()
                    + " of which kind its items are");
        }
        return value;
    }

    private Set<Call> follow(String function) {
        Set<Call> calls = new LinkedHashSet<>();
        Set<JavaCodeUnit> seen = new LinkedHashSet<>(Set.of(known(functions, function)));
        Deque<JavaCodeUnit> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            JavaCodeUnit from = open.remove();
            // What a constructor or an initial value is written with may be called by any method.
            from.getOwner().getConstructors().stream().filter(seen::add).forEach(open::add);
            from.getOwner().getStaticInitializer().filter(seen::add).ifPresent(open::add);
            accesses(from).map(JavaAccess::getTarget).forEach(target -> {
                String owner = target.getOwner().getName();
                if (owner.startsWith(ROOT + "aws.") || owner.equals(LEASES)) {
                    calls.add(new Call(from, target));
                    return;
                }
                targets(target).filter(seen::add).forEach(open::add);
            });
        }
        return calls;
    }

    private static Stream<? extends JavaAccess<?>> accesses(JavaCodeUnit from) {
        Stream<? extends JavaAccess<?>> calls =
                Stream.concat(from.getMethodCallsFromSelf().stream(), from.getConstructorCallsFromSelf().stream());
        Stream<? extends JavaAccess<?>> references = Stream.concat(
                from.getMethodReferencesFromSelf().stream(), from.getConstructorReferencesFromSelf().stream());
        return Stream.concat(calls, references);
    }

    /** The method that is called, or any that stands in for it in a class below. */
    private static Stream<JavaCodeUnit> targets(AccessTarget target) {
        JavaClass owner = target.getOwner();
        if (!owner.getName().startsWith(ROOT)) {
            return Stream.empty();
        }
        Stream<JavaClass> below = Stream.concat(Stream.of(owner), owner.getAllSubclasses().stream());
        Stream<JavaClass> all = Stream.concat(below, owner.getAllRawSuperclasses().stream());
        String called = target.getFullName().substring(owner.getName().length());
        return all.flatMap(type -> type.getCodeUnits().stream()).filter(unit -> unit.getFullName()
                .substring(unit.getOwner().getName().length())
                .equals(called));
    }
}
