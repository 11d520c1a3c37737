import fc from 'fast-check';

/** How much of what AWS can answer is generated. */
export type Spread = {
  /** Fields that the answer does not have, null among them. */
  absent: boolean;
  /** Values and members that no version knows yet. */
  unknown: boolean;
};

const strengths = ['NONE', 'LOW', 'MEDIUM', 'HIGH'];
const thresholds = [0, 0.5, 0.9];

/** Guardrails over a small vocabulary, so that two of them are often comparable. */
export const anyGuardrail = (spread: Spread): fc.Arbitrary<Record<string, unknown>> => {
  const value = (...values: readonly unknown[]): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...values) },
      ...(spread.absent ? [{ weight: 3, arbitrary: fc.constantFrom(undefined, null) }] : []),
      ...(spread.unknown ? [{ weight: 1, arbitrary: fc.constantFrom<unknown>('LATER', 7) }] : []),
    );
  const object = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> =>
    fc
      .record({
        ...shape,
        ...(spread.unknown
          ? { later: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(1) }) }
          : {}),
      })
      .map((made) => Object.fromEntries(Object.entries(made).filter(([, each]) => each !== undefined)));
  const list = (
    key: string,
    keys: readonly string[],
    shape: Record<string, fc.Arbitrary<unknown>>,
  ): fc.Arbitrary<unknown> =>
    fc
      .tuple(
        ...keys.map((each) => fc.option(object({ [key]: fc.constant(each), ...shape }), { nil: undefined, freq: 2 })),
      )
      .map((all) => all.filter((each) => each !== undefined));
  const sides = (actions: readonly string[]): Record<string, fc.Arbitrary<unknown>> => ({
    inputEnabled: value(true, true, false),
    outputEnabled: value(true, true, false),
    inputAction: value(...actions),
    outputAction: value(...actions),
  });
  const section = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> =>
    spread.absent ? fc.option(object(shape), { nil: undefined, freq: 4 }) : object(shape);
  const tier = object({ tierName: value('CLASSIC', 'STANDARD') });
  const blocking = ['NONE', 'BLOCK'];
  const masking = ['NONE', 'ANONYMIZE', 'BLOCK'];
  const kinds = value(['TEXT'], ['IMAGE'], ['TEXT', 'IMAGE'], ['IMAGE', 'TEXT']);

  return object({
    guardrailId: fc.constant('gr1example'),
    name: fc.constantFrom('support-bot', 'other-name'),
    status: spread.unknown ? value('READY', 'UPDATING', 'FAILED', 'DELETING') : fc.constant('READY'),
    contentPolicy: section({
      filters: list('type', ['VIOLENCE', 'PROMPT_ATTACK', ...(spread.unknown ? ['LATER'] : [])], {
        ...sides(blocking),
        inputStrength: value(...strengths),
        outputStrength: value(...strengths),
        inputModalities: kinds,
        outputModalities: kinds,
      }),
      tier,
    }),
    topicPolicy: section({
      topics: list('name', ['advice'], {
        ...sides(blocking),
        definition: value('investment', 'medicine'),
        examples: value(['a'], ['a', 'b'], ['b', 'a']),
        type: fc.constant('DENY'),
      }),
      tier,
    }),
    wordPolicy: section({
      words: list('text', ['plugh'], sides(blocking)),
      managedWordLists: list('type', ['PROFANITY'], sides(blocking)),
    }),
    sensitiveInformationPolicy: section({
      piiEntities: list('type', ['PHONE'], { ...sides(masking), action: value(...masking) }),
      regexes: list('name', ['order'], {
        ...sides(masking),
        action: value(...masking),
        pattern: value('[0-9]+', '[a-z]+'),
        description: value('orders', 'order numbers'),
      }),
    }),
    contextualGroundingPolicy: section({
      filters: list('type', ['GROUNDING'], {
        enabled: value(true, true, false),
        threshold: value(...thresholds),
        action: value(...blocking),
      }),
      tier,
    }),
    automatedReasoningPolicy: section({
      policies: fc.subarray([
        'arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/abcdefghijkl:1',
        'arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/mnopqrstuvwx',
      ]),
      confidenceThreshold: value(...thresholds),
    }),
  });
};

/**
 * A guardrail and others, each of which differs from the one before in few places: guardrails drawn apart are hardly ever
 * comparable.
 */
export const neighbours = (spread: Spread, count: 2 | 3): fc.Arbitrary<readonly Record<string, unknown>[]> => {
  const one = anyGuardrail(spread);
  const step = fc.tuple(one, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }));
  return fc.tuple(one, fc.array(step, { minLength: count - 1, maxLength: count - 1 })).map(([first, steps]) => {
    const made = [first];
    for (const [other, picks] of steps) {
      made.push(picks.reduce((into, pick) => graft(into, other, pick), made.at(-1) ?? first));
    }
    return made;
  });
};

/** Takes over one leaf, entry or section of the other. */
const graft = (into: Record<string, unknown>, from: Record<string, unknown>, pick: number): Record<string, unknown> => {
  const names = [...new Set([...Object.keys(into), ...Object.keys(from)])].sort();
  const name = names[pick % names.length];
  if (name === undefined) return into;
  const a = into[name];
  const b = from[name];
  const rest = Math.floor(pick / names.length);
  if (isRecord(a) && isRecord(b)) return { ...into, [name]: graft(a, b, rest) };
  if (Array.isArray(a) && Array.isArray(b) && a.length > 0 && a.every(isRecord) && b.every(isRecord)) {
    const at = rest % a.length;
    const entry: unknown = a[at];
    const other: unknown = b[at % Math.max(1, b.length)];
    const next: readonly unknown[] =
      isRecord(entry) && isRecord(other) && keyOf(entry) === keyOf(other)
        ? a.map((each: unknown, index) => (index === at ? graft(entry, other, Math.floor(rest / a.length)) : each))
        : a.filter((_, index) => index !== at);
    return { ...into, [name]: next };
  }
  const { [name]: _, ...others } = into;
  return b === undefined ? others : { ...others, [name]: b };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const keyOf = (entry: Record<string, unknown>): unknown => entry['type'] ?? entry['name'] ?? entry['text'];
