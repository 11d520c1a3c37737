import type { QueryCommand } from '@aws-sdk/lib-dynamodb';

/** The answer did not say what time it is: nobody else's clock is taken for the store's. */
export class NoAnswerTime extends Error {
  override readonly name = 'NoAnswerTime';
  constructor() {
    super('the answer of DynamoDB carries no Date header that can be read, so the time of the store is not known');
  }
}

/**
 * The time at which DynamoDB answered, by its own clock: the Date header of the answer, in seconds (RFC 9110, "Date").
 * @returns milliseconds since 1970, once the command was sent. @throws NoAnswerTime
 */
export const answerTime = (command: QueryCommand): (() => number) => {
  let date: string | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      date = dateOf(answer.response);
      return answer;
    },
    // The document client adds a command's own middleware twice.
    { step: 'deserialize', name: 'answerTime', priority: 'high', override: true },
  );
  return () => {
    const at = Date.parse(date ?? '');
    if (Number.isNaN(at)) throw new NoAnswerTime();
    return at;
  };
};

const dateOf = (response: unknown): string | undefined => {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null) return undefined;
  const pairs: readonly (readonly [string, unknown])[] = Object.entries(headers);
  const found = pairs.find(([name]) => name.toLowerCase() === 'date')?.[1];
  return typeof found === 'string' ? found : undefined;
};
