import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.camel.main.Main;

/** Camel with the properties that are printed: queries, waits until the session has ended, and queries again. */
public class CamelClient {
  private static final String QUERY =
      "salesforce:query?rawPayload=true&sObjectQuery=SELECT Id, Name FROM Organization";

  public static void main(String[] args) throws Exception {
    var camel = new Main();
    camel.setPropertyPlaceholderLocations("file:application.properties");
    try {
      camel.start();
      ask(camel);
      advance("3h");
      ask(camel);
    } catch (Exception error) {
      Throwable cause = error;
      while (cause.getCause() != null) cause = cause.getCause();
      System.out.println("failed " + cause.getMessage());
    } finally {
      camel.stop();
    }
  }

  private static void ask(Main camel) throws Exception {
    System.out.println("told " + camel.getCamelTemplate().requestBody(QUERY, null, String.class));
  }

  private static void advance(String by) throws Exception {
    var clock = URI.create(System.getenv("FAUXFORCE_URL") + "/_fauxforce/clock");
    var body = BodyPublishers.ofString("{\"advance\":\"" + by + "\"}");
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(clock).POST(body).build(), BodyHandlers.discarding());
  }
}
