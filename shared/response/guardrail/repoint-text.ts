import type { NamedGuardrail } from '../../ports/guardrail-writer.ts';

export type Renamed = {
  /** Ids, not ARNs. */
  from: string;
  to: string;
  /** Number that a version has by the number that it had. */
  versions: Readonly<Record<string, string>>;
};

const isOfAWord = (character: string): boolean => /^[a-z0-9]$/iu.test(character);

/**
 * A document in which another guardrail is named, and nothing else is different: every whole occurrence of the id, and the version
 * behind it. A version that was not made again keeps its number. (Ids are of letters and digits; "Amazon Bedrock API Reference",
 * "GetGuardrail".)
 */
export const repointText = (text: string, { from, to, versions }: Renamed): string => {
  const [first = '', ...rest] = text.split(from);
  let result = first;
  for (const part of rest) {
    const isWhole = !isOfAWord(result.slice(-1)) && !isOfAWord(part.slice(0, 1));
    if (!isWhole) {
      result += from + part;
      continue;
    }
    const number = /^:(\d{1,8})(?!\d)/u.exec(part)?.[1];
    const becomes = number === undefined ? undefined : versions[number];
    result +=
      number === undefined || becomes === undefined ? to + part : `${to}:${becomes}${part.slice(number.length + 1)}`;
  }
  return result;
};

/** Whether a text names the guardrail: its id as a whole word. */
export const namesGuardrail = (text: string, id: string): boolean =>
  repointText(text, { from: id, to: '', versions: {} }) !== text;

/** The id of an ARN, or the id itself; a version behind it is taken off. */
export const guardrailId = (identifier: string): string =>
  (identifier.split(':guardrail/')[1] ?? identifier).split(':')[0] ?? identifier;

/** Whether a reference names this guardrail, by id or ARN. */
export const isGuardrail = ({ identifier }: NamedGuardrail, id: string): boolean =>
  guardrailId(identifier) === guardrailId(id);
