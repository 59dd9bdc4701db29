package io.defenderrelay.problem;

/** Microsoft knows the application and refuses this call: a permission, a consent or a licence is missing. */
public final class PermissionException extends ConnectorException {
    private final String permission;

    public PermissionException(String message, String permission) {
        super(ProblemType.PERMISSION_MISSING, message, null);
        this.permission = permission;
    }

    /** The least permission that the call needs, as Entra names it. */
    public String permission() {
        return permission;
    }
}
