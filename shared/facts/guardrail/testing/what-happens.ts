import { isJsonObject, type JsonObject } from '../../../change/json-object.ts';

/** What stands for each field that an answer leaves out. AWS documents none of them, so a test tries many. */
export type Defaults = Readonly<Record<string, unknown>>;

/**
 * What becomes of each thing that somebody could say or be told, from 0, which passes unseen, to 3, which is kept away. Computed from
 * what a guardrail does and not from how its fields compare: a guardrail is weaker where something passes that did not.
 */
export const whatHappens = (guardrail: JsonObject, defaults: Defaults): ReadonlyMap<string, number> => {
  const happens = new Map<string, number>();
  const put = (what: string, outcome: number): void => {
    if (outcome > 0) happens.set(what, Math.max(outcome, happens.get(what) ?? 0));
  };
  const said = (of: JsonObject, name: string): unknown => of[name] ?? defaults[name];
  for (const [policy, lists] of Object.entries(policies)) {
    const section = isJsonObject(guardrail[policy]) ? guardrail[policy] : {};
    const before = happens.size;
    for (const [list, how] of Object.entries(lists)) {
      const entries: unknown = section[list];
      for (const entry of Array.isArray(entries) ? entries : []) {
        const it: unknown = entry;
        for (const [what, outcome] of how(isJsonObject(it) ? it : { arn: it }, said)) put(`${policy} ${what}`, outcome);
      }
    }
    if (happens.size === before) continue;
    if (isJsonObject(section['tier']) || policy === 'topicPolicy' || policy === 'contentPolicy') {
      const tier = isJsonObject(section['tier']) ? section['tier'] : {};
      if (said(tier, 'tierName') === 'STANDARD') put(`${policy} what only the standard tier finds`, 1);
    }
    if (policy === 'automatedReasoningPolicy')
      put(`${policy} at ${JSON.stringify(section['confidenceThreshold'] ?? 'its default')}`, 1);
  }
  return happens;
};

type Said = (of: JsonObject, name: string) => unknown;
type Outcomes = readonly (readonly [string, number])[];

const actions = ['NONE', 'ANONYMIZE', 'BLOCK'];
/** Seen and reported, masked, kept away. */
const outcomeOf = (action: unknown): number => actions.indexOf(String(action)) + 1;
const sides = ['input', 'output'] as const;

const filter = (entry: JsonObject, said: Said): Outcomes =>
  sides.flatMap((side) => {
    if (said(entry, `${side}Enabled`) === false) return [];
    const reach = ['NONE', 'LOW', 'MEDIUM', 'HIGH'].indexOf(String(said(entry, `${side}Strength`)));
    const kinds = said(entry, `${side}Modalities`);
    return (Array.isArray(kinds) ? kinds : []).flatMap((kind) =>
      ['blatant', 'plain', 'subtle']
        .slice(0, reach)
        .map(
          (shade) =>
            [
              `${shade} ${String(kind)} of ${String(entry['type'])} on ${side}`,
              outcomeOf(said(entry, `${side}Action`)),
            ] as const,
        ),
    );
  });

const named =
  (name: string, ...also: readonly string[]) =>
  (entry: JsonObject, said: Said): Outcomes =>
    sides.flatMap((side) => {
      if (said(entry, `${side}Enabled`) === false) return [];
      const what = [name, ...also].map((each) => JSON.stringify([entry[each] ?? ''].flat().sort())).join(' ');
      return [[`${what} on ${side}`, outcomeOf(actionOf(entry, side, said))] as const];
    });

/** A side that does not say its action does the general one, or nothing: one of the two, everywhere. */
const actionOf = (entry: JsonObject, side: string, said: Said): unknown => {
  const own = entry[`${side}Action`];
  if (own !== undefined && own !== null) return own;
  if (!('action' in entry) && !('pattern' in entry) && entry['type'] !== 'PHONE') return said(entry, `${side}Action`);
  return said({}, 'general counts') === true ? said(entry, 'action') : 'NONE';
};

const grounding = (entry: JsonObject, said: Said): Outcomes =>
  said(entry, 'enabled') === false
    ? []
    : [0.25, 0.7, 0.95].map((score) => {
        const stopped = score < Number(said(entry, 'threshold'));
        const isSeen = outcomeOf(said(entry, 'action'));
        return [`an answer grounded to ${score} for ${String(entry['type'])}`, stopped ? isSeen : 0] as const;
      });

const reasoning = ({ arn }: JsonObject): Outcomes => {
  const [policy = '', version = 'none'] = String(arn).split(/:(?=\d+$)/u);
  return [
    [policy, 1],
    [`${policy} in version ${version}`, 1],
  ];
};

const policies: Readonly<Record<string, Readonly<Record<string, (entry: JsonObject, said: Said) => Outcomes>>>> = {
  contentPolicy: { filters: filter },
  topicPolicy: { topics: named('name', 'definition', 'examples') },
  wordPolicy: { words: named('text'), managedWordLists: named('type') },
  sensitiveInformationPolicy: { piiEntities: named('type'), regexes: named('name', 'pattern') },
  contextualGroundingPolicy: { filters: grounding },
  automatedReasoningPolicy: { policies: reasoning },
};
