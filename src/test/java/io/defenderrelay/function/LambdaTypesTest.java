package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In the native binary a type of Lambda's that is not registered could be neither read nor written. */
class LambdaTypesTest {
    private static final List<Class<?>> FUNCTIONS = List.of(
            DispatchFunction.class,
            AlertSyncFunction.class,
            IncidentSyncFunction.class,
            ApiFunction.class,
            PublishFunction.class,
            LiveApiFunction.class);

    @Test
    void everyTypeThatEventsAndAnswersAreMadeOfIsRegistered() {
        Set<Class<?>> used = new LinkedHashSet<>();
        FUNCTIONS.stream()
                .flatMap(function -> Arrays.stream(function.getMethods()))
                .filter(method -> method.isAnnotationPresent(Funq.class))
                .forEach(method -> {
                    collect(method.getReturnType(), used);
                    Arrays.stream(method.getParameterTypes()).forEach(type -> collect(type, used));
                });

        assertThat(LambdaTypes.class.getAnnotation(RegisterForReflection.class).targets())
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static void collect(Type type, Set<Class<?>> used) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> collect(argument, used));
        }
        if (type instanceof Class<?> found && found.getName().startsWith("com.amazonaws.") && used.add(found)) {
            properties(found).forEach(property -> collect(property, used));
        }
    }

    private static Stream<Type> properties(Class<?> type) {
        List<Type> types = new ArrayList<>();
        for (Method method : type.getMethods()) {
            if (method.getName().startsWith("get") && method.getParameterCount() == 0) {
                types.add(method.getGenericReturnType());
            }
        }
        return types.stream();
    }
}
