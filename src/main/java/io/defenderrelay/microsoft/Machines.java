package io.defenderrelay.microsoft;

import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The devices of Defender for Endpoint in any tenant. Source: Microsoft Defender for Endpoint, "List machines API". */
public final class Machines {
    private static final String READ = "Machine.Read.All";
    private static final String LIST = "/api/machines";
    private static final int MOST = 20;
    private static final Pattern MACHINE = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Graph graph;

    /** Over the wire that calls to Graph take too. */
    public Machines(Graph graph) {
        this.graph = graph;
    }

    /** The machine with this id; empty for one that is not 40 hexadecimal characters. */
    public Optional<Machine> byId(SignIn signIn, String id, Instant deadline) {
        if (!MACHINE.matcher(id).matches()) {
            return Optional.empty();
        }
        return reads(signIn, deadline)
                .one("read a machine", READ, LIST + "/" + id)
                .map(Machine::of);
    }

    /**
     * The records of the device with this id in Entra ID, at most 20; a device that was set up anew has several. Empty for an id
     * that is no GUID.
     */
    public List<Machine> byEntraId(SignIn signIn, String entraId, Instant deadline) {
        if (!GUID.matcher(entraId).matches()) {
            return List.of();
        }
        RemoteReads reads = reads(signIn, deadline);
        Predicate<Machine> meant = machine -> entraId.equalsIgnoreCase(machine.entraId());
        try {
            return list(reads, "aadDeviceId eq " + entraId, meant);
        } catch (UpstreamException refused) {
            if (refused.reason() != Reason.REFUSED) {
                throw refused;
            }
            // The page does not say how a GUID is to be written; without quotes is what OData says.
            return list(reads, "aadDeviceId eq " + UrlText.quoted(entraId), meant);
        }
    }

    /**
     * The records of this DNS name, at most 20; for a name without a dot also those of that host in any domain, at most 20.
     */
    public List<Machine> byName(SignIn signIn, String name, Instant deadline) {
        if (name.isBlank()) {
            return List.of();
        }
        RemoteReads reads = reads(signIn, deadline);
        List<Machine> found =
                new ArrayList<>(list(reads, "computerDnsName eq " + UrlText.quoted(name), machine -> machine.name()
                        .equalsIgnoreCase(name)));
        if (name.indexOf('.') >= 0) {
            return found;
        }
        String start = name + ".";
        try {
            found.addAll(
                    list(reads, "startswith(computerDnsName," + UrlText.quoted(start) + ")", machine -> machine.name()
                            .regionMatches(true, 0, start, 0, start.length())));
        } catch (UpstreamException refused) {
            // That machines can be found by the start of their name is observed, not documented.
            if (refused.reason() != Reason.REFUSED || found.isEmpty()) {
                throw refused;
            }
        }
        return found;
    }

    /** Looks at the answer once more: a filter that was passed over must not get another machine isolated. */
    private static List<Machine> list(RemoteReads reads, String filter, Predicate<Machine> meant) {
        String path = LIST + "?$filter=" + UrlText.encoded(filter) + "&$top=" + MOST;
        return reads.page("look up machines", READ, path, Machine::of).records().stream()
                .filter(meant)
                .limit(MOST)
                .toList();
    }

    private RemoteReads reads(SignIn signIn, Instant deadline) {
        return new RemoteReads(graph, Service.DEFENDER, signIn, deadline);
    }
}
