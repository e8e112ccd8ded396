package example;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application of Spring Boot with the configuration that is printed. It says which port it listens on. */
@SpringBootApplication
@RestController
public class SpringClient {
  public static void main(String[] args) {
    SpringApplication.run(SpringClient.class, args);
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    System.out.println("port " + event.getWebServer().getPort());
  }

  /** Who logged in, and a token that works: an expired one is refreshed. */
  @GetMapping("/")
  Map<String, String> home(
      @AuthenticationPrincipal OidcUser user,
      @RegisteredOAuth2AuthorizedClient("salesforce") OAuth2AuthorizedClient client) {
    return Map.of("user", user.getPreferredUsername(), "token", client.getAccessToken().getTokenValue());
  }
}
