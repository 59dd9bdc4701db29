package io.defenderrelay.function;

/** The API's routes, as {@code template.yaml} deploys and {@code infra/openapi.yaml} describes them. */
public enum Route {
    FEED("GET", "/v1/tenants/{tenant}/feed"),
    STATUS("GET", "/v1/tenants/{tenant}/status"),
    ALERT("GET", "/v1/tenants/{tenant}/alerts/{id}"),
    REVISIONS("GET", "/v1/tenants/{tenant}/alerts/{id}/revisions"),
    REVISION("GET", "/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}"),
    PARTS("GET", "/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}/parts");

    private final String method;
    private final String template;

    Route(String method, String template) {
        this.method = method;
        this.template = template;
    }

    public String method() {
        return method;
    }

    /** The path with its parameters in braces. */
    public String template() {
        return template;
    }
}
