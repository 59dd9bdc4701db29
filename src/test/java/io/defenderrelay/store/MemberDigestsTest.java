package io.defenderrelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MemberDigestsTest {
    @Test
    void nothingChangedIsNothingTold() {
        Map<String, Long> members = Map.of("status", 1L, "title", 2L);

        assertThat(MemberDigests.changed(members, MemberDigests.of(members))).isEmpty();
    }

    @Test
    void changedAndNewMembersAreToldByNameSorted() {
        byte[] before = MemberDigests.of(Map.of("status", 1L, "title", 2L, "severity", 3L));

        assertThat(MemberDigests.changed(Map.of("title", 9L, "status", 9L, "severity", 3L, "assignedTo", 4L), before))
                .containsExactly("assignedTo", "status", "title");
    }

    @Test
    void exchangedValuesAreTold() {
        byte[] before = MemberDigests.of(Map.of("status", 1L, "title", 2L));

        assertThat(MemberDigests.changed(Map.of("status", 2L, "title", 1L), before))
                .containsExactly("status", "title");
    }

    @Test
    void membersThatVanishAndTheTimeAreNotTold() {
        byte[] before = MemberDigests.of(Map.of("status", 1L, "title", 2L, "lastUpdateDateTime", 3L));

        assertThat(MemberDigests.changed(Map.of("status", 1L, "lastUpdateDateTime", 4L), before))
                .isEmpty();
    }

    @Test
    void membersBeyondTheSixtyFourthAreNotTold() {
        Map<String, Long> members = new HashMap<>();
        for (int member = 0; member < 70; member++) {
            members.put(String.format("member%03d", member), 1L);
        }
        byte[] before = MemberDigests.of(members);

        members.replaceAll((name, value) -> 2L);

        assertThat(before).hasSize(512);
        assertThat(MemberDigests.changed(members, before))
                .hasSize(64)
                .startsWith("member000")
                .endsWith("member063");
    }

    @Test
    void digestsThatAreDamagedTellEverythingAsChanged() {
        Map<String, Long> members = Map.of("status", 1L);

        assertThat(MemberDigests.changed(members, new byte[0])).containsExactly("status");
        assertThat(MemberDigests.changed(members, new byte[] {1, 2, 3})).containsExactly("status");
    }

    @Property(tries = 300)
    void exactlyTheMembersWithAnotherValueAreTold(
            @ForAll @Size(max = 40) Map<@AlphaChars @StringLength(min = 1, max = 20) String, Integer> before,
            @ForAll @Size(max = 10) Map<@AlphaChars @StringLength(min = 1, max = 20) String, Integer> changes) {
        Map<String, Long> old = new TreeMap<>();
        before.forEach((name, value) -> old.put(name, (long) value));
        Map<String, Long> now = new TreeMap<>(old);
        changes.forEach((name, value) -> now.put(name, (long) value));
        Set<String> differing = new TreeSet<>(now.keySet());
        differing.removeIf(name -> Objects.equals(now.get(name), old.get(name)));

        assertThat(MemberDigests.changed(now, MemberDigests.of(old))).containsExactlyElementsOf(differing);
    }
}
