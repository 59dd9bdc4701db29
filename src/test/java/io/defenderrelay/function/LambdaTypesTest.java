package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.Template;
import io.quarkus.funqy.Funq;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In the native binary a type of Lambda's that is not registered could be neither read nor written. */
class LambdaTypesTest {
    @Test
    void everyTypeThatEventsAndAnswersAreMadeOfIsRegistered() throws ClassNotFoundException {
        List<Method> functions = functions();
        Set<Class<?>> used = new LinkedHashSet<>();
        functions.forEach(method -> {
            collect(method.getReturnType(), used);
            Arrays.stream(method.getParameterTypes()).forEach(type -> collect(type, used));
        });

        assertThat(functions).hasSameSizeAs(Template.read().functions());
        assertThat(LambdaTypes.class.getAnnotation(RegisterForReflection.class).targets())
                .containsExactlyInAnyOrderElementsOf(used);
    }

    /** The methods that are deployed; a class has its function's name, each word with a capital. */
    private static List<Method> functions() throws ClassNotFoundException {
        List<Method> methods = new ArrayList<>();
        for (Template.DeployedFunction deployed : Template.read().functions()) {
            String name = Arrays.stream(deployed.export().split("-", -1))
                    .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                    .collect(Collectors.joining());
            Class<?> function = Class.forName(LambdaTypes.class.getPackageName() + "." + name + "Function");
            Arrays.stream(function.getMethods())
                    .filter(method -> method.isAnnotationPresent(Funq.class))
                    .forEach(methods::add);
        }
        return methods;
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
