package io.defenderrelay.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.funqy.Funq;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** How a class itself must look, whatever it depends on. */
final class Shape {
    private static final Set<String> CHANGING = Set.of(
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal",
            "java.util.ArrayDeque",
            "java.util.ArrayList",
            "java.util.BitSet",
            "java.util.Date",
            "java.util.EnumMap",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.LinkedList",
            "java.util.Properties",
            "java.util.Random",
            "java.util.TreeMap",
            "java.util.TreeSet",
            "java.util.WeakHashMap");

    private Shape() {}

    /** Final, sealed, or of a kind that needs no such word. */
    static ArchCondition<JavaClass> closed() {
        return each("be final, sealed, a record, an enum or an interface", javaClass -> {
            boolean closed = javaClass.isInterface()
                    || javaClass.isEnum()
                    || javaClass.isAnonymousClass()
                    || javaClass.isLocalClass()
                    || javaClass.getModifiers().contains(JavaModifier.FINAL)
                    || javaClass.reflect().isSealed();
            return closed ? Optional.empty() : Optional.of("can be extended by anybody");
        });
    }

    static ArchCondition<JavaClass> oneFunq() {
        return each("have exactly one @Funq method", javaClass -> {
            long funqs = funqs(javaClass);
            return funqs == 1 ? Optional.empty() : Optional.of("has " + funqs + " @Funq methods");
        });
    }

    static ArchCondition<JavaClass> noFunq() {
        return each("have no @Funq method", javaClass -> {
            long funqs = funqs(javaClass);
            return funqs == 0 ? Optional.empty() : Optional.of("has " + funqs + " @Funq methods");
        });
    }

    static ArchCondition<JavaClass> standInAMarkedPackage() {
        return each("stand in a @NullMarked package with a package-info", javaClass -> {
            JavaPackage place = javaClass.getPackage();
            boolean marked = place.tryGetPackageInfo().isPresent() && place.isAnnotatedWith(NullMarked.class);
            return marked ? Optional.empty() : Optional.of("stands in a package without @NullMarked package-info");
        });
    }

    static ArchCondition<JavaClass> notBeNamedLike(String pattern) {
        return each("be named by what they are", javaClass -> {
            boolean vague = javaClass.getSimpleName().matches(pattern);
            return vague ? Optional.of("does not say what it is") : Optional.empty();
        });
    }

    /** Not by a field that can be set, and not by a constant whose content can be. */
    static ArchCondition<JavaField> keepNoStaticState() {
        return new ArchCondition<>("keep no state that all share") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                JavaClass type = field.getRawType();
                boolean fixed = field.getModifiers().contains(JavaModifier.FINAL);
                boolean shown = !field.getModifiers().contains(JavaModifier.PRIVATE);
                if (!fixed || changing(type) || (shown && type.isArray())) {
                    events.add(SimpleConditionEvent.violated(
                            field, field.getFullName() + " can be changed for all by one"));
                }
            }
        };
    }

    private static boolean changing(JavaClass type) {
        boolean concurrent = type.getPackageName().startsWith("java.util.concurrent") && !type.isEnum();
        return concurrent || CHANGING.contains(type.getName());
    }

    private static long funqs(JavaClass javaClass) {
        return javaClass.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(Funq.class))
                .count();
    }

    private static ArchCondition<JavaClass> each(String what, Function<JavaClass, Optional<String>> fault) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                fault.apply(javaClass)
                        .ifPresent(words -> events.add(
                                SimpleConditionEvent.violated(javaClass, javaClass.getName() + " " + words)));
            }
        };
    }
}
