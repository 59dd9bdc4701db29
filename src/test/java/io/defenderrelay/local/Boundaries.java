package io.defenderrelay.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The calls one process makes to the outside, numbered from 1 in the order they begin, and what happens at one of them.
 * After a cut every later call throws too: a dead process sends nothing. Calls must not overlap.
 */
public final class Boundaries {
    private enum Fate {
        NONE,
        CUT_BEFORE,
        CUT_AFTER,
        ANSWER_LOST,
        SENT_TWICE,
        FROZEN
    }

    private final Fate fate;
    private final int at;
    private final Runnable meanwhile;
    private final List<String> calls = new ArrayList<>();
    private Runnable beforeEach = () -> {};
    private Set<String> numbered = Set.of();
    private int number;
    private boolean here;
    private boolean dead;

    private Boundaries(Fate fate, int at) {
        this(fate, at, () -> {});
    }

    private Boundaries(Fate fate, int at, Runnable meanwhile) {
        this.fate = fate;
        this.at = at;
        this.meanwhile = meanwhile;
    }

    public static Boundaries countOnly() {
        return new Boundaries(Fate.NONE, 0);
    }

    /** The process ends before call {@code n} is sent. */
    public static Boundaries cutBefore(int n) {
        return new Boundaries(Fate.CUT_BEFORE, n);
    }

    /** The process ends when call {@code n} has taken effect and its answer has come. */
    public static Boundaries cutAfter(int n) {
        return new Boundaries(Fate.CUT_AFTER, n);
    }

    /** Call {@code n} takes effect, and the caller sees an I/O error; the process goes on. */
    public static Boundaries loseAnswer(int n) {
        return new Boundaries(Fate.ANSWER_LOST, n);
    }

    /** Call {@code n} takes effect, and its client, not hearing back, sends it again by itself; AWS clients only. */
    public static Boundaries sendTwice(int n) {
        return new Boundaries(Fate.SENT_TWICE, n);
    }

    /** The process freezes before call {@code n} is sent, wakes after {@code meanwhile} and goes on as if nothing was. */
    public static Boundaries freezeBefore(int n, Runnable meanwhile) {
        return new Boundaries(Fate.FROZEN, n, meanwhile);
    }

    /** Lets something happen outside before each call. */
    public Boundaries amid(Runnable happening) {
        beforeEach = happening;
        return this;
    }

    /** Numbers only calls of these names. */
    public Boundaries among(Set<String> names) {
        numbered = Set.copyOf(names);
        return this;
    }

    /** To be called before a call is sent; throws when the process is to end here, or is dead. */
    public synchronized void before(String what) {
        throwIfDead(what);
        beforeEach.run();
        calls.add(what);
        boolean counts = numbered.isEmpty() || numbered.contains(what);
        number += counts ? 1 : 0;
        here = counts && number == at;
        if (fate == Fate.FROZEN && here) {
            meanwhile.run();
        }
        if (fate == Fate.CUT_BEFORE && here) {
            dead = true;
            throwIfDead("before " + what);
        }
    }

    /**
     * To be called when the answer came; throws when the process is to end here, or is dead.
     *
     * @return true when the caller must see an I/O error in place of the answer
     */
    public synchronized boolean after(String what) {
        throwIfDead(what);
        if (fate == Fate.CUT_AFTER && here) {
            dead = true;
            throwIfDead("after " + what);
        }
        return fate == Fate.ANSWER_LOST && here;
    }

    /** How many calls began. */
    public synchronized int count() {
        return calls.size();
    }

    /** What the calls were, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    synchronized boolean sendsTwice() {
        return fate == Fate.SENT_TWICE && here;
    }

    private void throwIfDead(String place) {
        if (dead) {
            throw new ProcessCut("Process cut at call " + calls.size() + ", " + place);
        }
    }
}
