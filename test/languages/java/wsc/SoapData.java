import com.sforce.soap.partner.DescribeSObjectResult;
import com.sforce.soap.partner.Error;
import com.sforce.soap.partner.Field;
import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.UpsertResult;
import com.sforce.soap.partner.fault.ApiFault;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectorConfig;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.bind.XmlObject;
import java.util.Arrays;

/** Records by SOAP with the classes of a WSDL: {@code SoapData <version of the endpoint> <session>}; one line for each answer. */
public class SoapData {
  private static PartnerConnection connection;
  /** Part of every e-mail address, so that each run has records of its own. */
  private static String version;

  private interface Call {
    void make() throws ConnectionException;
  }

  public static void main(String[] args) throws Exception {
    version = args[0];
    var config = new ConnectorConfig();
    config.setServiceEndpoint(System.getenv("FAUXFORCE_URL") + "/services/Soap/u/" + version);
    config.setSessionId(args[1]);
    connection = new PartnerConnection(config);
    String id = save();
    query(id);
    describe();
    refuse();
    say("deleted", connection.delete(new String[] {id})[0].getSuccess());
    say("deleted again", outcome(connection.delete(new String[] {id})[0].getErrors()));
    say("undeleted", connection.undelete(new String[] {id})[0].getSuccess());
  }

  private static String save() throws ConnectionException {
    SaveResult[] made = connection.create(new SObject[] {contact("Soap", "soap"), contact(null, "no")});
    say("created", made[0].getSuccess(), outcome(made[1].getErrors()));
    String id = made[0].getId();
    SObject change = new SObject();
    change.setType("Contact");
    change.setId(id);
    change.setField("FirstName", "Ada");
    change.setFieldsToNull(new String[] {"Title"});
    say("updated", connection.update(new SObject[] {change})[0].getSuccess());
    SObject[] both = {contact("Soap", "soap"), contact("Other", "other")};
    for (UpsertResult upserted : connection.upsert("Email", both))
      say("upserted", upserted.getSuccess(), "created", upserted.getCreated(), "same", id.equals(upserted.getId()));
    SObject[] found = connection.retrieve("Id, Name, Title", "Contact", new String[] {id, "003FF0000000000AAA"});
    say("retrieved", found[0].getField("Name"), found[0].getField("Title"), found[1]);
    return id;
  }

  private static void query(String id) throws ConnectionException {
    connection.setQueryOptions(200);
    QueryResult page = connection.query("SELECT Id, FirstName FROM Contact WHERE LastName = 'Page' ORDER BY FirstName");
    say("first page", page.getSize(), page.getRecords().length, page.isDone());
    int rows = page.getRecords().length;
    while (!page.isDone()) {
      page = connection.queryMore(page.getQueryLocator());
      rows += page.getRecords().length;
    }
    say("all pages", rows, page.getRecords()[page.getRecords().length - 1].getField("FirstName"));
    String tree = "SELECT Name, Owner.Name, (SELECT FirstName FROM Contacts ORDER BY FirstName LIMIT 2) FROM Account WHERE Name = 'Tree'";
    SObject account = connection.query(tree).getRecords()[0];
    XmlObject contacts = account.getChild("Contacts");
    say("tree", account.getField("Name"), account.getChild("Owner").getField("Name"), contacts.getField("size"),
        contacts.getChild("records").getField("FirstName"));
    SObject group = connection.query("SELECT COUNT(Id) n, MAX(FirstName) FROM Contact WHERE LastName = 'Page'").getRecords()[0];
    say("aggregate", group.getType(), group.getField("n"), group.getField("expr0"));
    say("all", connection.queryAll("SELECT Id FROM Contact WHERE Id = '" + id + "'").getSize());
  }

  private static void describe() throws ConnectionException {
    DescribeSObjectResult account = connection.describeSObject("Account");
    Field name = Arrays.stream(account.getFields()).filter((field) -> field.getName().equals("Name")).findFirst().get();
    say("describe", account.getName(), account.getKeyPrefix(), account.isCreateable(), name.getType(), name.getLength(), name.getLabel());
    say("objects", Arrays.stream(connection.describeGlobal().getSobjects()).anyMatch((object) -> object.getName().equals("Contact")));
    say("two", connection.describeSObjects(new String[] {"Contact", "Lead"})[1].getName());
  }

  private static void refuse() throws ConnectionException {
    refused(() -> connection.query("SELECT Id FROM"));
    refused(() -> connection.query("SELECT Nom FROM Account"));
    refused(() -> connection.query("SELECT Id FROM Acount"));
    refused(() -> connection.queryMore("0r8xx000000000000A-200"));
    refused(() -> connection.describeSObject("Acount"));
    SObject unknown = contact("Soap", "unknown");
    unknown.setField("Nom", "x");
    refused(() -> connection.create(new SObject[] {unknown}));
  }

  private static void refused(Call call) throws ConnectionException {
    try {
      call.make();
      say("not refused");
    } catch (ApiFault fault) {
      String[] lines = fault.getExceptionMessage().trim().split("\n");
      say(fault.getClass().getSimpleName(), fault.getExceptionCode(), lines[lines.length - 1]);
    }
  }

  private static SObject contact(String lastName, String name) {
    SObject contact = new SObject();
    contact.setType("Contact");
    if (lastName != null) contact.setField("LastName", lastName);
    contact.setField("Email", name + version + "@acme.example");
    return contact;
  }

  private static String outcome(Error[] errors) {
    return errors[0].getStatusCode() + " " + errors[0].getMessage() + " " + Arrays.toString(errors[0].getFields());
  }

  private static void say(Object... words) {
    System.out.println(String.join(" | ", Arrays.stream(words).map(String::valueOf).toList()));
  }
}
