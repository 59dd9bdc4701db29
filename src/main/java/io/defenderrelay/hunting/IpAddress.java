package io.defenderrelay.hunting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses read from their digits alone: a text that could be a host's name is never looked up. */
final class IpAddress {
    private static final int LONGEST = 45;
    private static final int GROUPS = 8;
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String BYTES = BYTE + "\\." + BYTE + "\\." + BYTE + "\\." + BYTE;
    private static final Pattern FOUR = Pattern.compile(BYTES);
    private static final Pattern FOUR_AT_THE_END = Pattern.compile("(?<=:)" + BYTES + "\\z");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final List<Integer> MAPPED = List.of(0, 0, 0, 0, 0, 0xFFFF);

    private IpAddress() {}

    /**
     * The one usual text of an address; empty for what is none. An IPv4 address that is mapped into IPv6 is the IPv4
     * address. Source: RFC 5952, "A Recommendation for IPv6 Address Text Representation".
     */
    static Optional<String> canonical(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return FOUR.matcher(text).matches() ? Optional.of(text) : groups(text).map(IpAddress::text);
    }

    private static Optional<List<Integer>> groups(String text) {
        String hexadecimal = FOUR_AT_THE_END.matcher(text).replaceFirst(IpAddress::twoGroups);
        int gap = hexadecimal.indexOf("::");
        List<String> parts = parts(gap < 0 ? hexadecimal : hexadecimal.substring(0, gap));
        List<String> rest = parts(gap < 0 ? "" : hexadecimal.substring(gap + 2));
        int missing = GROUPS - parts.size() - rest.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        parts.addAll(Collections.nCopies(missing, "0"));
        parts.addAll(rest);
        if (!parts.stream().allMatch(part -> GROUP.matcher(part).matches())) {
            return Optional.empty();
        }
        return Optional.of(
                parts.stream().map(part -> Integer.parseInt(part, 16)).toList());
    }

    private static List<String> parts(String text) {
        return new ArrayList<>(text.isEmpty() ? List.of() : List.of(text.split(":", -1)));
    }

    private static String twoGroups(MatchResult bytes) {
        return hexadecimal(number(bytes, 1) << 8 | number(bytes, 2)) + ":"
                + hexadecimal(number(bytes, 3) << 8 | number(bytes, 4));
    }

    private static int number(MatchResult bytes, int group) {
        return Integer.parseInt(bytes.group(group));
    }

    private static String text(List<Integer> groups) {
        if (groups.subList(0, MAPPED.size()).equals(MAPPED)) {
            return bytes(groups.get(6)) + "." + bytes(groups.get(7));
        }
        int from = 0;
        int longest = 0;
        for (int start = 0; start < GROUPS; start++) {
            int end = start;
            while (end < GROUPS && groups.get(end) == 0) {
                end++;
            }
            if (end - start > longest) {
                from = start;
                longest = end - start;
            }
        }
        if (longest < 2) {
            return joined(groups);
        }
        return joined(groups.subList(0, from)) + "::" + joined(groups.subList(from + longest, GROUPS));
    }

    private static String bytes(int group) {
        return (group >> 8) + "." + (group & 0xFF);
    }

    private static String joined(List<Integer> groups) {
        return groups.stream().map(IpAddress::hexadecimal).collect(Collectors.joining(":"));
    }

    private static String hexadecimal(int group) {
        return Integer.toHexString(group);
    }
}
