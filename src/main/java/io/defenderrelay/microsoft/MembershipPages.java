package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Collects what an account is a member of, page by page. */
final class MembershipPages {
    private final List<String> roleNames = new ArrayList<>();
    private final List<String> roleTemplateIds = new ArrayList<>();
    private final List<String> groupIds = new ArrayList<>();
    private final List<String> privilegedGroupIds = new ArrayList<>();
    private boolean hidden;

    /** What an application may not read comes with its id and without its name. */
    void take(JsonNode member) {
        hidden |= member.path("displayName").textValue() == null;
        switch (member.path("@odata.type").asText("")) {
            case "#microsoft.graph.directoryRole" -> {
                String template = member.path("roleTemplateId").textValue();
                hidden |= template == null;
                if (template != null) {
                    roleTemplateIds.add(template);
                }
                String name = member.path("displayName").textValue();
                if (name != null) {
                    roleNames.add(name);
                }
            }
            case "#microsoft.graph.group" -> {
                String id = member.path("id").asText("");
                groupIds.add(id);
                if (member.path("isAssignableToRole").asBoolean(false)) {
                    privilegedGroupIds.add(id);
                }
            }
            default -> {
                // Administrative units do not make an account privileged.
            }
        }
    }

    Memberships end(boolean allPages) {
        return new Memberships(roleNames, roleTemplateIds, groupIds, privilegedGroupIds, allPages && !hidden);
    }
}
