package io.defenderrelay.microsoft;

import java.util.List;

/**
 * The directory roles and groups of an account, nested ones too.
 *
 * @param privilegedGroupIds of those groups to which roles can be given
 * @param complete whether that is all: false when there were too many, or when Microsoft hid some from the application
 */
public record Memberships(
        List<String> roleNames,
        List<String> roleTemplateIds,
        List<String> groupIds,
        List<String> privilegedGroupIds,
        boolean complete) {
    public Memberships {
        roleNames = List.copyOf(roleNames);
        roleTemplateIds = List.copyOf(roleTemplateIds);
        groupIds = List.copyOf(groupIds);
        privilegedGroupIds = List.copyOf(privilegedGroupIds);
    }
}
