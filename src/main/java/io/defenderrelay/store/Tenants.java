package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.tenant.SettingsReader;
import io.defenderrelay.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The tenants that the relay serves; {@code settings} of an item is the JSON that a team wrote. */
public final class Tenants {
    private static final String PARTITION = "TENANTS";
    private static final int MOST = 10_000;

    private final Table table;
    private final SettingsReader settings = new SettingsReader();

    public Tenants(Table table) {
        this.table = table;
    }

    /** The aliases of all tenants, sorted, and whether each is active. */
    public NavigableMap<String, Boolean> all() {
        NavigableMap<String, Boolean> all = new TreeMap<>();
        for (Item item : table.query(PARTITION, SortRange.all(), MOST, true, List.of("state"))) {
            String alias = item.key().sk();
            if (Tenant.isAlias(alias)) {
                all.put(alias, Tenant.State.ACTIVE.word().equals(item.optionalText("state")));
            }
        }
        return all;
    }

    /**
     * The tenant; empty when there is none.
     *
     * @throws ConfigurationException when what was stored for it is malformed; names the member at fault
     */
    public Optional<Tenant> find(String alias) {
        return table.get(key(alias)).map(item -> tenant(alias, item));
    }

    /** Whether the tenant's item is still the one that was read as {@code tenant}. */
    public boolean unchanged(Tenant tenant) {
        return table.get(key(tenant.alias()))
                .map(item -> tenant(tenant.alias(), item).equals(tenant))
                .orElse(false);
    }

    /** Stores the tenant under its alias; {@code json} must have been read by {@link SettingsReader}. */
    public void put(String alias, Tenant.State state, long version, String json) {
        table.put(Item.of(key(alias), Map.of("state", state.word(), "version", version, "settings", json)));
    }

    private Tenant tenant(String alias, Item item) {
        String word = item.optionalText("state");
        String json = item.optionalText("settings");
        Tenant.State state = Tenant.State.parse(word == null ? "" : word)
                .orElseThrow(() -> malformed(alias, "its 'state' must be pending or active"));
        try {
            return new Tenant(alias, state, item.number("version", 1), settings.read(json == null ? "" : json));
        } catch (InvalidRequestException wrong) {
            throw malformed(alias, String.valueOf(wrong.getMessage()));
        }
    }

    private static ConfigurationException malformed(String alias, String why) {
        return new ConfigurationException("Tenant '" + alias + "' cannot be used: " + why + "; correct its item");
    }

    private static Key key(String alias) {
        return new Key(PARTITION, alias);
    }
}
