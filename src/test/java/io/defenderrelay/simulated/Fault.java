package io.defenderrelay.simulated;

import java.util.function.Predicate;

/**
 * A fault that is switched on: it strikes every call of its target until it is limited, spent or cleared. Methods
 * return itself, so that a test says it in one line.
 */
public final class Fault {

    private final Effect effect;
    private Target target;
    private Predicate<Call> condition = call -> true;
    private int left = Integer.MAX_VALUE;
    private int strikes;
    private boolean cleared;

    Fault(Effect effect, Target target) {
        this.effect = effect;
        this.target = target;
    }

    /** Strikes calls of another target; faults strike {@link Target#LIST} unless they say otherwise. */
    public synchronized Fault on(Target other) {
        this.target = other;
        return this;
    }

    /** Strikes the next {@code count} matching calls only. */
    public synchronized Fault times(int count) {
        this.left = count;
        return this;
    }

    /** Strikes only calls for which this holds too. */
    public synchronized Fault when(Predicate<Call> also) {
        this.condition = condition.and(also);
        return this;
    }

    /** Strikes every n-th call of the target, by {@link Call#number()}. */
    public Fault every(int nth) {
        return when(call -> call.number() % nth == 0);
    }

    /** Strikes the call with this {@link Call#number()} only. */
    public Fault onCall(int number) {
        return when(call -> call.number() == number);
    }

    /** Switches it off. */
    public synchronized void clear() {
        cleared = true;
    }

    /** How many calls it struck. */
    public synchronized int strikes() {
        return strikes;
    }

    synchronized boolean strikes(Call call) {
        if (cleared || left == 0 || call.target() != target || !condition.test(call)) {
            return false;
        }
        left--;
        strikes++;
        return true;
    }

    Effect effect() {
        return effect;
    }
}
