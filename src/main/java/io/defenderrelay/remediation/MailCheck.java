package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.model.Cloud;
import io.defenderrelay.model.Digest;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.remediation.TargetCheck.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds whose mailboxes an action on mails is about, and whether these may be touched. */
final class MailCheck {
    private final Microsoft microsoft;
    private final Standing standing;

    MailCheck(Microsoft microsoft, Standing standing) {
        this.microsoft = microsoft;
        this.standing = standing;
    }

    /** Looks every recipient up and asks the policy. */
    Result check(Session session, Action.OnMail action) {
        Cloud cloud = session.tenant().settings().cloud();
        if (cloud != Cloud.GLOBAL) {
            return new Result.Refused(
                    "not-supported",
                    "Microsoft offers the remediation of mails in its global cloud only: use the portal");
        }
        Set<String> notes = new LinkedHashSet<>();
        for (String address : recipients(session, action)) {
            Optional<String> spared = spared(session, address, notes);
            if (spared.isPresent()) {
                return new Result.Refused("protected", spared.get());
            }
        }
        String id = Digest.of(action.mails().stream().map(Action.Mail::text).toArray(String[]::new));
        return new Result.Found(id, action.target(), notes.isEmpty() ? null : String.join(". ", notes));
    }

    /** Each address once; an address with a tag, too, as what it leads to without. */
    private static Set<String> recipients(Session session, Action.OnMail action) {
        Set<String> addresses = new TreeSet<>();
        if (!Standing.matters(session)) {
            return addresses;
        }
        for (Action.Mail mail : action.mails()) {
            String address = mail.recipient().toLowerCase(Locale.ROOT);
            addresses.add(address);
            // Exchange Online delivers what is for jo+tag@contoso.com to jo@contoso.com.
            addresses.add(address.replaceFirst("^([^+@]+)\\+[^@]*@", "$1@"));
        }
        return addresses;
    }

    private Optional<String> spared(Session session, String address, Set<String> notes) {
        Policy policy = new Policy(session.tenant());
        Optional<String> named = policy.protects(Policy.User.named(List.of(address)));
        if (named.isPresent()) {
            return named;
        }
        List<DirectoryUser> owners;
        try {
            owners = owners(session, address);
        } catch (UpstreamException unclear) {
            if (unclear.reason() != UpstreamException.Reason.REFUSED) {
                throw unclear;
            }
            return Optional.of(
                    "Whether a mailbox belongs to a protected user cannot be told: Microsoft did not look its"
                            + " address up; check that the reading application has User.Read.All, or take users, groups and"
                            + " roles out of remediation.protected");
        }
        for (DirectoryUser owner : owners) {
            Standing.Known known = standing.of(session, owner);
            Optional<String> spared = policy.protects(known.user());
            if (spared.isPresent()) {
                return spared;
            }
            notes.addAll(known.notes());
        }
        return Optional.empty();
    }

    /** By address, and, as the index of addresses lags behind, by name. */
    private List<DirectoryUser> owners(Session session, String address) {
        List<DirectoryUser> owners = new ArrayList<>(
                session.read(signIn -> microsoft.users().byAddress(signIn, address, session.deadline())));
        if (owners.isEmpty()) {
            session.read(signIn -> microsoft.users().find(signIn, address, session.deadline()))
                    .ifPresent(owners::add);
        }
        return owners;
    }
}
