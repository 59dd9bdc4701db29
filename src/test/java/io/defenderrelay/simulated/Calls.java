package io.defenderrelay.simulated;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The calls that came in, in the order in which they were answered. */
final class Calls {

    private final List<Call> answered = new ArrayList<>();
    private final Map<Target, Integer> numbers = new EnumMap<>(Target.class);

    synchronized int number(Target target) {
        return numbers.merge(target, 1, Integer::sum);
    }

    synchronized void add(Call call) {
        answered.add(call);
    }

    synchronized void reset() {
        answered.clear();
        numbers.clear();
    }

    synchronized List<Call> all() {
        return List.copyOf(answered);
    }

    synchronized List<Call> of(Target target) {
        return answered.stream().filter(call -> call.target() == target).toList();
    }
}
