package example;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticatedPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application of Spring Boot with the configuration that is printed. It says which port it listens on. */
@SpringBootApplication
@RestController
public class SpringSaml {
  public static void main(String[] args) {
    SpringApplication.run(SpringSaml.class, args);
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    System.out.println("port " + event.getWebServer().getPort());
  }

  /** Who logged in, and what a form that logs out needs. */
  @GetMapping("/")
  Map<String, Object> home(@AuthenticationPrincipal Saml2AuthenticatedPrincipal user, CsrfToken csrf) {
    return Map.of(
        "user",
        Map.of("name", user.getName(), "isPortalUser", user.getFirstAttribute("is_portal_user")),
        "csrf",
        csrf.getToken());
  }
}
