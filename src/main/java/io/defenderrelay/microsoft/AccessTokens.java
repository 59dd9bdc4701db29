package io.defenderrelay.microsoft;

@SuppressWarnings("DoNotCallSuggester")
public final class AccessTokens {
    AccessToken graph(SignIn s, boolean fresh) {
        throw new IllegalStateException();
    }
}
