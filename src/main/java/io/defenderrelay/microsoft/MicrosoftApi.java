package io.defenderrelay.microsoft;

import io.quarkus.rest.client.reactive.Url;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The wire to Microsoft: sends one request to an absolute URL and hands back the answer as it comes, whatever its
 * status. Bodies stream and stay compressed as sent; redirects are not followed. The base URI is never used: every
 * call names its URL.
 */
@RegisterProvider(StallTimeout.class)
@RegisterRestClient(configKey = "microsoft", baseUri = "https://graph.microsoft.com")
public interface MicrosoftApi {

    @GET
    RestResponse<InputStream> get(
            @Url String url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Prefer") String prefer,
            @HeaderParam("Accept") String accept,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("client-request-id") String requestId);

    @DELETE
    RestResponse<InputStream> delete(
            @Url String url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Prefer") String prefer,
            @HeaderParam("Accept") String accept,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("client-request-id") String requestId);

    @PATCH
    @Consumes("application/json")
    RestResponse<InputStream> patch(
            @Url String url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Prefer") String prefer,
            @HeaderParam("Accept") String accept,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("client-request-id") String requestId,
            String body);

    @POST
    @Consumes("application/json")
    RestResponse<InputStream> post(
            @Url String url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Prefer") String prefer,
            @HeaderParam("Accept") String accept,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("client-request-id") String requestId,
            String body);

    @POST
    @Consumes("application/x-www-form-urlencoded")
    RestResponse<InputStream> postForm(
            @Url String url, @HeaderParam("client-request-id") @Nullable String requestId, String form);
}
