import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.main.Main;

/** Camel makes the calls of calls.json, {@code [endpoint, body]} each; {@code {id}} is the id of the record it created first. */
public class CamelData {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    var camel = new Main();
    camel.setPropertyPlaceholderLocations("file:application.properties");
    camel.start();
    try {
      String id = "";
      for (JsonNode call : JSON.readTree(Files.readString(Path.of("calls.json")))) {
        JsonNode answer = make(camel, call.get(0).asText().replace("{id}", id), call.get(1).asText().replace("{id}", id));
        System.out.println("told " + answer);
        if (id.isEmpty()) id = answer.path("answer").path("id").asText();
      }
    } finally {
      camel.stop();
    }
  }

  private static JsonNode make(Main camel, String endpoint, String body) throws Exception {
    try {
      var answer = camel.getCamelTemplate().requestBody("salesforce:" + endpoint, body, String.class);
      // Where no body comes Camel leaves the one that it sent.
      return JSON.createObjectNode().set("answer", answer.equals(body) ? null : JSON.readTree(answer));
    } catch (CamelExecutionException error) {
      if (!(error.getCause() instanceof SalesforceException refused)) throw error;
      return JSON.valueToTree(Map.of("status", refused.getStatusCode(), "errors", refused.getErrors()));
    }
  }
}
