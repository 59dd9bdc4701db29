package io.defenderrelay.microsoft;

import io.quarkus.rest.client.reactive.Url;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** The wire to Microsoft's hunting, which is {@link MicrosoftApi}'s but for the time that an answer may take. */
@RegisterProvider(HuntingTimeout.class)
@RegisterRestClient(configKey = "hunting", baseUri = "https://graph.microsoft.com")
public interface HuntingApi {

    @POST
    @Consumes("application/json; charset=utf-8")
    RestResponse<InputStream> post(
            @Url String url,
            @HeaderParam("Authorization") String authorization,
            @HeaderParam("Prefer") String prefer,
            @HeaderParam("Accept") String accept,
            @HeaderParam("Accept-Encoding") String acceptEncoding,
            @HeaderParam("client-request-id") String requestId,
            String body);
}
