package io.defenderrelay.architecture.planted.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps state that all share. The compiler would refuse the first two of these itself. */
@SuppressWarnings({"NonFinalStaticField", "MutablePublicArray"})
final class StaticState {
    static int set = 1;
    public static final String[] SHOWN_ARRAY = {"a"};
    static final HashMap<String, String> HASH_MAP = new HashMap<>();
    static final AtomicInteger COUNTER = new AtomicInteger();
    static final ConcurrentHashMap<String, String> CACHE = new ConcurrentHashMap<>();
    static final ThreadLocal<String> LOCAL = new ThreadLocal<>();

    static final int FIXED = 1;
    static final Map<String, String> FIXED_MAP = Map.of();
    private static final byte[] HIDDEN_ARRAY = {1};

    private StaticState() {}

    static List<Object> all() {
        return List.of(set, FIXED, HIDDEN_ARRAY[0]);
    }
}
