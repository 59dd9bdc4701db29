package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** The job could not be done; each subclass is one thing that a caller can do differently. */
public abstract sealed class ConnectorException extends RuntimeException
        permits ChangedException,
                ConfigurationException,
                ConflictException,
                ExpiredException,
                ForbiddenException,
                HeaderRequiredException,
                InvalidRequestException,
                LeaseLostException,
                MethodNotAllowedException,
                NotFoundException,
                PermissionException,
                QueryException,
                SignInException,
                StoreException,
                ThrottledException,
                UnprocessableException,
                UpstreamException {
    private final ProblemType type;

    ConnectorException(ProblemType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }
}
