package io.defenderrelay.microsoft;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The devices of Defender for Endpoint in any tenant. Source: Microsoft Defender for Endpoint, "List machines API". */
public final class Machines {
    final Graph graph;

    public Machines(Graph graph) {
        this.graph = graph;
    }

    /** The machine with this id of 40 hexadecimal characters. */
    public Optional<Machine> byId(SignIn signIn, String id, Instant deadline) {
        return Optional.empty();
    }

    /** The records of the device with this id in Entra ID, at most 20; a device that was set up anew has several. */
    public List<Machine> byEntraId(SignIn signIn, String entraId, Instant deadline) {
        return List.of();
    }

    /** The records of this DNS name, at most 20; for a name without a dot that nobody has, those of that host in any domain. */
    public List<Machine> byName(SignIn signIn, String name, Instant deadline) {
        return List.of();
    }
}
