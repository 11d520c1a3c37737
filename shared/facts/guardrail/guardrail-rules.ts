import { displayText } from '../../change/display-text.ts';
import { entries } from './entries.ts';
import { contentFilterTypes, groundingTypes, managedWordListTypes, piiTypes } from './entry-types.ts';
import { fields, type Field } from './field.ts';
import { group, nested } from './group.ts';
import {
  chain,
  higherIsStronger,
  kindsLookedAt,
  only,
  status,
  switched,
  unrankedNumber,
  unrankedText,
  unrankedTexts,
  withoutWeight,
} from './order.ts';
import { member, type Rule } from './rule.ts';
import { saidAction } from './said-action.ts';
import { presence, side } from './side.ts';
import { tagsOf } from './tags-of-guardrail.ts';
import {
  actionTaken,
  fellOrRose,
  looksAt,
  measure,
  namesChange,
  readable,
  rewritten,
  switchedOnOrOff,
} from './wording.ts';

const enabled = (name: string): Field => ({ name, order: switched, say: switchedOnOrOff, offAt: false });

/** BLOCK keeps it away, NONE only reports it. (AWS: "GuardrailContentFilter", "GuardrailTopic", "GuardrailWord".) */
const action = (name: string): Field => ({ name, order: chain('NONE', 'BLOCK'), say: actionTaken });
/** ANONYMIZE masks what is found. (AWS: "GuardrailPiiEntity".) */
const generalAction: Field = { name: 'action', order: chain('NONE', 'ANONYMIZE', 'BLOCK'), say: actionTaken };
const maskingAction = (name: string): Field => ({
  name,
  order: saidAction('NONE', 'ANONYMIZE', 'BLOCK'),
  say: actionTaken,
  meaning: (item) => member(item, name) ?? { notSaid: member(item, generalAction.name) },
});

/** AWS: "Configure content filters for Amazon Bedrock Guardrails": NONE filters nothing, HIGH the most. */
const strength = (name: string): Field => ({
  name,
  order: chain('NONE', 'LOW', 'MEDIUM', 'HIGH'),
  say: fellOrRose,
  offAt: 'NONE',
});
const modalities = (name: string): Field => ({ name, order: kindsLookedAt('TEXT', 'IMAGE'), say: looksAt });

const bothSides = (of: (prefix: 'input' | 'output') => readonly Field[]): readonly Rule[] => [
  side(' on input', of('input')),
  side(' on output', of('output')),
];
const blockingSides = bothSides((prefix) => [enabled(`${prefix}Enabled`), action(`${prefix}Action`)]);
const maskingSides = bothSides((prefix) => [enabled(`${prefix}Enabled`), maskingAction(`${prefix}Action`)]);

/** AWS: "Safeguard tiers for guardrails policies": the standard tier is the more robust one. */
const tier = (of: string): Rule =>
  nested(
    'tier',
    of,
    group({
      parts: [],
      always: [fields({ name: 'tierName', order: chain('CLASSIC', 'STANDARD'), say: measure('tier') })],
    }),
  );

const contentPolicy = nested(
  'contentPolicy',
  'the content filters',
  group({
    parts: [
      entries({
        list: 'filters',
        key: 'type',
        keys: contentFilterTypes,
        nameOf: (type) => `the ${readable(type)} filter`,
        rule: group({
          key: 'type',
          parts: bothSides((prefix) => [
            enabled(`${prefix}Enabled`),
            strength(`${prefix}Strength`),
            action(`${prefix}Action`),
            modalities(`${prefix}Modalities`),
          ]),
        }),
      }),
    ],
    weights: [tier('the content filters')],
  }),
);

const topicPolicy = nested(
  'topicPolicy',
  'the denied topics',
  group({
    parts: [
      entries({
        list: 'topics',
        key: 'name',
        nameOf: (name) => `the denied topic "${displayText(name, 100)}"`,
        rule: group({
          key: 'name',
          parts: blockingSides,
          weights: [
            fields(
              { name: 'definition', order: unrankedText, say: rewritten('definition') },
              { name: 'examples', order: unrankedTexts, say: rewritten('examples') },
              { name: 'type', order: only('DENY'), say: rewritten('type') },
            ),
          ],
        }),
      }),
    ],
    weights: [tier('the denied topics')],
  }),
);

const wordPolicy = nested(
  'wordPolicy',
  'the word filters',
  group({
    parts: [
      entries({
        list: 'words',
        key: 'text',
        nameOf: () => 'a blocked word or phrase',
        rule: group({ key: 'text', parts: blockingSides }),
      }),
      entries({
        list: 'managedWordLists',
        key: 'type',
        keys: managedWordListTypes,
        nameOf: (type) => `the managed word list ${readable(type)}`,
        rule: group({ key: 'type', parts: blockingSides }),
      }),
    ],
  }),
);

const sensitiveInformationPolicy = nested(
  'sensitiveInformationPolicy',
  'the sensitive information filters',
  group({
    parts: [
      entries({
        list: 'piiEntities',
        key: 'type',
        keys: piiTypes,
        nameOf: (type) => `the ${readable(type)} filter`,
        rule: group({ key: 'type', parts: maskingSides, weights: [fields(generalAction)] }),
      }),
      entries({
        list: 'regexes',
        key: 'name',
        nameOf: (name) => `the pattern "${displayText(name, 100)}"`,
        rule: group({
          key: 'name',
          parts: maskingSides,
          weights: [fields(generalAction, { name: 'pattern', order: unrankedText, say: rewritten('expression') })],
          always: [
            fields({
              name: 'description',
              order: withoutWeight,
              say: ({ name }) => `the description of ${name} changed`,
            }),
          ],
        }),
      }),
    ],
  }),
);

const contextualGroundingPolicy = nested(
  'contextualGroundingPolicy',
  'the contextual grounding checks',
  group({
    parts: [
      entries({
        list: 'filters',
        key: 'type',
        keys: groundingTypes,
        nameOf: (type) => `the ${readable(type)} check`,
        rule: group({
          key: 'type',
          parts: [
            side('', [
              enabled('enabled'),
              // An answer below the threshold is stopped. (AWS: "Use contextual grounding check to filter hallucinations in responses".)
              { name: 'threshold', order: higherIsStronger, say: measure('threshold') },
              action('action'),
            ]),
          ],
        }),
      }),
    ],
    weights: [tier('the contextual grounding checks')],
  }),
);

/** `…:automated-reasoning-policy/ID:2` as its policy and its version. */
const policyAndVersion = (arn: unknown): unknown => {
  if (typeof arn !== 'string') return undefined;
  const [, policy = arn, version] = /^(.*\/[^:/]+):([^:/]+)$/u.exec(arn) ?? [];
  return { policy, ...(version === undefined ? {} : { version }) };
};

const automatedReasoningPolicy = nested(
  'automatedReasoningPolicy',
  'the automated reasoning checks',
  group({
    parts: [
      entries({
        list: 'policies',
        key: 'policy',
        fieldsAs: ['policies'],
        itemOf: policyAndVersion,
        nameOf: (arn) => `the automated reasoning policy ${displayText(arn.split('/').at(-1) ?? arn, 64)}`,
        rule: group({
          key: 'policy',
          parts: [presence],
          weights: [fields({ name: 'version', order: unrankedText, say: rewritten('version') })],
        }),
      }),
    ],
    weights: [
      // "The minimum confidence level required for … violations to trigger guardrail actions" (AWS:
      // "GuardrailAutomatedReasoningPolicy"): by these words a lower one triggers more, and a higher one asks for more certain
      // answers. Which of them protects more is not documented [unconfirmed].
      fields({ name: 'confidenceThreshold', order: unrankedNumber, say: measure('confidence threshold') }),
    ],
  }),
);

const listed = (name: string, what: string): Field => ({ name, order: withoutWeight, say: namesChange(what) });

/** Every member of GetGuardrail's answer, and the tags beside it. (AWS: "GetGuardrail".) A test holds this list against the SDK's types. */
export const guardrailRules: Rule = group({
  parts: [
    contentPolicy,
    topicPolicy,
    wordPolicy,
    sensitiveInformationPolicy,
    contextualGroundingPolicy,
    automatedReasoningPolicy,
  ],
  always: [
    fields({
      name: 'status',
      order: status,
      say: ({ before, after }) => `the guardrail is now ${statusText(after)}, before ${statusText(before)}`,
    }),
    nested(
      'crossRegionDetails',
      'the cross-Region profile',
      group({
        parts: [],
        always: [
          fields(
            { name: 'guardrailProfileId', order: unrankedText, say: elsewhere },
            { name: 'guardrailProfileArn', order: unrankedText, say: elsewhere },
          ),
        ],
      }),
    ),
    fields(
      listed('name', 'the name'),
      listed('description', 'the description'),
      listed('blockedInputMessaging', 'the message for blocked prompts'),
      listed('blockedOutputsMessaging', 'the message for blocked answers'),
      listed('kmsKeyArn', 'the encryption key'),
      listed('guardrailId', 'the identifier'),
      listed('guardrailArn', 'the ARN'),
      listed('version', 'the version'),
      listed('createdAt', 'the time of creation'),
      listed('updatedAt', 'the time of the last update'),
      listed('statusReasons', 'the reasons of the status'),
      listed('failureRecommendations', 'the advice after a failure'),
    ),
    fields({ name: 'tags', order: withoutWeight, say: tagsChanged }),
  ],
});

function statusText(value: unknown): string {
  return typeof value === 'string' ? displayText(value, 32) : 'in a status that is not said';
}

/** By key; a value is for whoever may read tags. */
function tagsChanged({ before, after }: { before: unknown; after: unknown }): string {
  const [was, is] = [valuesByKey(before), valuesByKey(after)];
  const keys = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
  if (before === undefined) return 'the tags are known now';
  if (after === undefined) return 'the tags are not known any more';
  const how = (key: string): string => (!is.has(key) ? 'was taken away' : was.has(key) ? 'changed' : 'was set');
  return `the tags changed: ${keys.map((key) => `${displayText(key, 128)} ${how(key)}`).join(', ')}`;
}

function valuesByKey(tags: unknown): ReadonlyMap<string, string> {
  return new Map((tagsOf({ tags }) ?? []).map(({ key, value }) => [key, value]));
}

function elsewhere({ name, before, after }: { name: string; before: unknown; after: unknown }): string {
  const how = before === undefined ? 'was set' : after === undefined ? 'was taken away' : 'changed';
  return `${name} ${how}: content is evaluated in other Regions than before, which cannot be ranked`;
}
