import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import software.amazon.event.ruler.Machine;

/**
 * Asks AWS's Event Ruler. Each line of the input is a question, {"patterns": [text], "events": [text]}; each line of the
 * output its answer: for every pattern {"matches": [positions of the events that match]} or {"refused": why}.
 */
public final class AskRuler {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      JsonNode question = JSON.readTree(line);
      ArrayNode answer = JSON.createArrayNode();
      for (JsonNode pattern : question.get("patterns")) answer.add(judge(pattern.asText(), question.get("events")));
      answers.println(JSON.writeValueAsString(answer));
    }
    answers.flush();
  }

  private static ObjectNode judge(String pattern, JsonNode events) throws Exception {
    ObjectNode answer = JSON.createObjectNode();
    Machine machine = new Machine();
    try {
      machine.addRule("rule", pattern);
    } catch (Exception refused) {
      return answer.put("refused", String.valueOf(refused.getMessage()).split("\n")[0]);
    }
    ArrayNode matches = answer.putArray("matches");
    for (int position = 0; position < events.size(); position += 1) {
      // The call that EventBridge's rules need: it keeps the members of one element of a list together.
      if (!machine.rulesForJSONEvent(events.get(position).asText()).isEmpty()) matches.add(position);
    }
    return answer;
  }
}
