package io.defenderrelay.aws;

import io.defenderrelay.problem.StoreException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells an AWS client's exceptions apart and puts them into our words; theirs may quote data and stay in the cause. */
final class Faults {
    private Faults() {}

    /** Whether the same request may succeed in a moment; it may also have taken effect already. */
    static boolean passing(SdkException fault) {
        return !(fault instanceof AwsServiceException refusal)
                || refusal.statusCode() >= 500
                || refusal.isThrottlingException();
    }

    static boolean throttled(SdkException fault) {
        return fault instanceof AwsServiceException refusal && refusal.isThrottlingException();
    }

    /** The service's name of the fault, such as {@code AccessDeniedException}; empty when no answer came. */
    static String code(SdkException fault) {
        if (!(fault instanceof AwsServiceException refusal)) {
            return "";
        }
        AwsErrorDetails details = refusal.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    static boolean denied(SdkException fault) {
        return switch (code(fault)) {
            case "AccessDeniedException",
                    "AccessDenied",
                    "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "ExpiredTokenException",
                    "MissingAuthenticationTokenException" -> true;
            default -> false;
        };
    }

    static StoreException table(String tried, String name, String permission, SdkException fault) {
        String missing = "there is no such table in this account and region; set RELAY_TABLE to the stack's table";
        return store(tried + " in table '" + name + "'", permission, missing, fault);
    }

    /**
     * @param tried what was asked of which service, such as {@code put an item in table 'relay'}
     * @param permission the IAM action that it needs
     * @param missing what to do when the service does not know the table or queue
     */
    static StoreException store(String tried, String permission, String missing, SdkException fault) {
        return new StoreException("Could not " + tried + ": " + advice(permission, missing, fault), fault);
    }

    private static String advice(String permission, String missing, SdkException fault) {
        String code = code(fault);
        if (denied(fault)) {
            return "AWS refused access (" + code + "); grant " + permission + " to the function's role";
        }
        if (throttled(fault)) {
            return "AWS throttles (" + code + "); nothing to do unless it lasts, then raise the limit";
        }
        if (code.equals("ResourceNotFoundException")
                || code.equals("QueueDoesNotExist")
                || code.endsWith("NonExistentQueue")) {
            return missing;
        }
        if (!(fault instanceof AwsServiceException refusal)) {
            return "no answer came; nothing to do unless it lasts, then check the network and the region's endpoint";
        }
        if (refusal.statusCode() >= 500) {
            return "AWS failed (" + refusal.statusCode() + "); nothing to do unless it lasts";
        }
        return "AWS refused the request (" + code + ", request " + refusal.requestId()
                + "); this is a fault of the relay, report it with the code";
    }
}
