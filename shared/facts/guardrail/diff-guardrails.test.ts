import { aGuardrailAnswer } from '../../../test/builders/a-guardrail-answer.ts';
import { diffGuardrails } from './diff-guardrails.ts';

type Json = Record<string, unknown>;
const base = aGuardrailAnswer();
const contentFilter = (differs: Json): Json => ({
  contentPolicy: {
    filters: [{ type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE', ...differs }],
  },
});
const pii = (differs: Json): Json => ({
  sensitiveInformationPolicy: { piiEntities: [{ type: 'PHONE', action: 'BLOCK', ...differs }] },
});
const regex = (differs: Json): Json => ({
  sensitiveInformationPolicy: { regexes: [{ name: 'order', pattern: '[0-9]+', action: 'BLOCK', ...differs }] },
});
const topic = (differs: Json): Json => ({
  topicPolicy: { topics: [{ name: 'advice', definition: 'Investment advice', type: 'DENY', ...differs }] },
});
const word = (differs: Json): Json => ({ wordPolicy: { words: [{ text: 'plugh', ...differs }] } });
const grounding = (differs: Json): Json => ({
  contextualGroundingPolicy: { filters: [{ type: 'GROUNDING', threshold: 0.8, ...differs }] },
});
const arn = 'arn:aws:bedrock:us-east-1:111122223333:automated-reasoning-policy/abcdefghijkl';
const reasoning = (differs: Json): Json => ({
  automatedReasoningPolicy: { policies: [`${arn}:1`], confidenceThreshold: 0.8, ...differs },
});

const diff = (before: Json, after: Json) => diffGuardrails({ ...base, ...before }, { ...base, ...after });
const sentences = (before: Json, after: Json) => diff(before, after).changes.map(({ sentence }) => sentence);

describe('a field that got weaker is said in plain words', () => {
  it.each([
    [
      'content strength',
      contentFilter({}),
      contentFilter({ inputStrength: 'NONE' }),
      'The prompt attack filter on input fell from HIGH to NONE.',
    ],
    [
      'content strength, one step',
      contentFilter({}),
      contentFilter({ inputStrength: 'MEDIUM' }),
      'The prompt attack filter on input fell from HIGH to MEDIUM.',
    ],
    [
      'an evaluation switched off',
      contentFilter({ inputEnabled: true }),
      contentFilter({ inputEnabled: false }),
      'The prompt attack filter on input is now switched off, before switched on.',
    ],
    [
      'detect only',
      contentFilter({ inputAction: 'BLOCK' }),
      contentFilter({ inputAction: 'NONE' }),
      'What the prompt attack filter on input finds is now only reported, before blocked.',
    ],
    [
      'images',
      contentFilter({ inputModalities: ['TEXT', 'IMAGE'] }),
      contentFilter({ inputModalities: ['TEXT'] }),
      'The prompt attack filter on input now looks at text, before at text and image.',
    ],
    ['a filter taken away', contentFilter({}), {}, 'The prompt attack filter was removed.'],
    [
      'the tier',
      { contentPolicy: { ...Object(contentFilter({})['contentPolicy']), tier: { tierName: 'STANDARD' } } },
      { contentPolicy: { ...Object(contentFilter({})['contentPolicy']), tier: { tierName: 'CLASSIC' } } },
      'The content filters: the tier fell from STANDARD to CLASSIC.',
    ],
    [
      'personal data',
      pii({}),
      pii({ action: 'ANONYMIZE' }),
      'What the phone number filter finds is now masked, before blocked.',
    ],
    [
      'personal data on one side',
      pii({ outputAction: 'BLOCK' }),
      pii({ outputAction: 'NONE' }),
      'What the phone number filter on output finds is now only reported, before blocked.',
    ],
    ['a kind of personal data', pii({}), {}, 'The phone number filter was removed.'],
    ['a pattern', regex({}), {}, 'The pattern "order" was removed.'],
    ['a topic', topic({}), {}, 'The denied topic "advice" was removed.'],
    [
      'a topic on one side',
      topic({ outputEnabled: true }),
      topic({ outputEnabled: false }),
      'The denied topic "advice" on output is now switched off, before switched on.',
    ],
    ['a word', word({}), {}, 'A blocked word or phrase was removed.'],
    [
      'the managed words',
      { wordPolicy: { managedWordLists: [{ type: 'PROFANITY' }] } },
      {},
      'The managed word list profanity was removed.',
    ],
    [
      'grounding',
      grounding({}),
      grounding({ threshold: 0.5 }),
      'The grounding check: the threshold fell from 0.8 to 0.5.',
    ],
    [
      'grounding, reported only',
      grounding({ action: 'BLOCK' }),
      grounding({ action: 'NONE' }),
      'What the grounding check finds is now only reported, before blocked.',
    ],
    ['formal checks', reasoning({}), {}, 'The automated reasoning policy abcdefghijkl was removed.'],
    ['a guardrail that is being deleted', {}, { status: 'DELETING' }, 'The guardrail is now DELETING, before READY.'],
  ])('%s', (_name, before, after, sentence) => {
    expect(sentences(before, after)).toContain(sentence);
    expect(diff(before, after).verdict).toBe('weaker');
    expect(diff(after, before).verdict).toBe('stronger');
  });
});

describe('what cannot be ranked is said, and never called the same', () => {
  it.each([
    [
      'a definition',
      topic({}),
      topic({ definition: 'Tax advice' }),
      'The definition of the denied topic "advice" changed, and whether it catches less cannot be ranked.',
    ],
    [
      'examples',
      topic({ examples: ['a'] }),
      topic({ examples: ['b'] }),
      'The examples of the denied topic "advice" changed, and whether it catches less cannot be ranked.',
    ],
    [
      'an expression',
      regex({}),
      regex({ pattern: '[a-z]+' }),
      'The expression of the pattern "order" changed, and whether it catches less cannot be ranked.',
    ],
    [
      'the version of formal checks',
      reasoning({}),
      reasoning({ policies: [`${arn}:2`] }),
      'The version of the automated reasoning policy abcdefghijkl changed, and whether it catches less cannot be ranked.',
    ],
    [
      'the confidence of formal checks',
      reasoning({}),
      reasoning({ confidenceThreshold: 0.5 }),
      'The automated reasoning checks: the confidence threshold changed from 0.8 to 0.5.',
    ],
    [
      'the Regions',
      {},
      { crossRegionDetails: { guardrailProfileId: 'us.guardrail.v1:0' } },
      'The cross-Region profile was set: content is evaluated in other Regions than before, which cannot be ranked.',
    ],
    ['a failed guardrail', {}, { status: 'FAILED' }, 'The guardrail is now FAILED, before READY.'],
    [
      'a member of the answer that is new',
      {},
      { agenticPolicy: { tools: 'ALL' } },
      '"agenticPolicy" of the guardrail differs, and this version of Ringfence does not know what it does.',
    ],
    [
      'a member of a filter that is new',
      contentFilter({}),
      contentFilter({ exceptFor: ['admins'] }),
      '"exceptFor" of the prompt attack filter differs, and this version of Ringfence does not know what it does.',
    ],
    [
      'a strength that is new',
      contentFilter({}),
      contentFilter({ inputStrength: 'ADAPTIVE' }),
      'The prompt attack filter on input changed from HIGH to ADAPTIVE. This version of Ringfence does not know that value.',
    ],
    [
      'a list in another form',
      contentFilter({}),
      { contentPolicy: { filters: { VIOLENCE: 'HIGH' } } },
      '"filters" of the content filters differs, and this version of Ringfence does not know what it does.',
    ],
    [
      'a threshold that is text',
      grounding({}),
      grounding({ threshold: '0.8' }),
      'The grounding check: the threshold changed from the number 0.8 to the text "0.8". This version of Ringfence does not know that value.',
    ],
    [
      'a threshold that no number can hold',
      grounding({}),
      grounding({ threshold: Number('1e400') }),
      'The grounding check: the threshold changed from 0.8 to a number that cannot be read. This version of Ringfence does not know that value.',
    ],
    [
      'a section in another form',
      topic({}),
      { topicPolicy: 5 },
      '"topicPolicy" of the guardrail differs, and this version of Ringfence does not know what it does.',
    ],
    [
      'one key twice',
      word({}),
      { wordPolicy: { words: [{ text: 'plugh' }, { text: 'plugh', inputEnabled: false }] } },
      '"words" of the word filters differs, and this version of Ringfence does not know what it does.',
    ],
  ])('%s', (_name, before, after, sentence) => {
    expect(sentences(before, after)).toContain(sentence);
    expect(diff(before, after).verdict).toBe('unranked');
    expect(diff(after, before).verdict).toBe('unranked');
  });
});

describe('an entry of a type that this version does not know is no gain and no loss', () => {
  const more = (policy: string, list: string, ...added: readonly Json[]): Json => ({ [policy]: { [list]: added } });
  const filter = { type: 'NEWTYPE', inputStrength: 'HIGH', outputStrength: 'HIGH' };
  it.each([
    ['a content filter', 'contentPolicy', 'filters', filter, 'The newtype filter'],
    [
      'a content filter that is off',
      'contentPolicy',
      'filters',
      { ...filter, inputStrength: 'NONE', outputStrength: 'NONE' },
      'The newtype filter',
    ],
    [
      'personal data',
      'sensitiveInformationPolicy',
      'piiEntities',
      { type: 'NEWTYPE', action: 'BLOCK' },
      'The newtype filter',
    ],
    ['a word list', 'wordPolicy', 'managedWordLists', { type: 'NEWTYPE' }, 'The managed word list newtype'],
    [
      'a grounding check',
      'contextualGroundingPolicy',
      'filters',
      { type: 'NEWTYPE', threshold: 0.9 },
      'The newtype check',
    ],
    [
      'a known type in small letters',
      'contentPolicy',
      'filters',
      { ...filter, type: 'violence' },
      'The violence filter',
    ],
  ])('%s', (_name, policy, list, entry, name) => {
    const without = { [policy]: {} };
    const unknown = 'and this version of Ringfence does not know what it does.';
    expect(diff(without, more(policy, list, entry))).toMatchObject({
      verdict: 'unranked',
      changes: [{ verdict: 'unranked', before: null, after: entry, sentence: `${name} was added, ${unknown}` }],
    });
    expect(diff(more(policy, list, entry), without)).toMatchObject({
      verdict: 'unranked',
      changes: [{ sentence: `${name} was removed, ${unknown}` }],
    });
    expect(diff(more(policy, list, entry), more(policy, list, { ...entry, inputEnabled: false }))).toMatchObject({
      verdict: 'unranked',
      changes: [{ sentence: `${name} differs, ${unknown}` }],
    });
  });

  it('makes a verdict mixed beside a gain and beside a loss', () => {
    const known = { type: 'HATE', inputStrength: 'HIGH', outputStrength: 'HIGH' };
    const [less, both] = [more('contentPolicy', 'filters'), more('contentPolicy', 'filters', known, filter)];
    expect([diff(less, both).verdict, diff(both, less).verdict]).toEqual(['mixed', 'mixed']);
  });
});

describe('a gain never hides a loss, and a loss never hides a question', () => {
  it('is mixed where one filter fell and another rose, the loss first', () => {
    const { verdict, changes } = diff(
      { ...contentFilter({}), ...pii({ action: 'ANONYMIZE' }) },
      { ...contentFilter({ inputStrength: 'LOW' }), ...pii({ action: 'BLOCK' }) },
    );
    expect(verdict).toBe('mixed');
    expect(changes.map((change) => change.verdict)).toEqual(['weaker', 'stronger']);
  });

  it('lists what an entry held that this version does not know, beside its removal', () => {
    expect(diff(contentFilter({ exceptFor: ['admins'] }), {})).toMatchObject({
      verdict: 'mixed',
      changes: [{ verdict: 'weaker' }, { verdict: 'unranked', before: ['admins'], after: null }],
    });
  });

  it('does not call a stronger setting a gain where the same change switched the filter off', () => {
    const { verdict, changes } = diff(
      contentFilter({ inputStrength: 'LOW', inputEnabled: true }),
      contentFilter({ inputStrength: 'HIGH', inputEnabled: false }),
    );
    expect(verdict).toBe('weaker');
    expect(changes).toEqual([
      expect.objectContaining({ path: 'contentPolicy.filters[PROMPT_ATTACK].inputEnabled', verdict: 'weaker' }),
      expect.objectContaining({
        path: 'contentPolicy.filters[PROMPT_ATTACK].inputStrength',
        verdict: 'same',
        sentence:
          'The prompt attack filter on input rose from LOW to HIGH. It has no effect of its own: nothing is evaluated.',
      }),
    ]);
  });
});

describe('what a field that is not said can mean', () => {
  it.each([
    ['an action that was not said and is the strongest', word({}), word({ inputAction: 'BLOCK' }), 'stronger'],
    ['an action that was not said and is the weakest', word({}), word({ inputAction: 'NONE' }), 'weaker'],
    ['a side that was not said and is off', word({}), word({ inputEnabled: false }), 'weaker'],
    [
      'a masking side where the general action masks',
      pii({ action: 'ANONYMIZE' }),
      pii({ action: 'ANONYMIZE', inputAction: 'ANONYMIZE' }),
      'stronger',
    ],
    ['a masking side where the general action blocks', pii({}), pii({ inputAction: 'ANONYMIZE' }), 'unranked'],
    [
      'kinds of content that were not said',
      contentFilter({}),
      contentFilter({ inputModalities: ['TEXT'] }),
      'unranked',
    ],
    ['a null is a field that is not there', contentFilter({}), contentFilter({ inputModalities: null }), 'same'],
    ['no list and an empty list', { wordPolicy: { words: [] } }, {}, 'same'],
    ['the order of a list', topic({ examples: ['a', 'b'] }), topic({ examples: ['b', 'a'] }), 'same'],
    ['a topic whose only type is not said', topic({}), topic({ type: null }), 'same'],
  ])('%s', (_name, before, after, verdict) => {
    expect(diff(before, after).verdict).toBe(verdict);
  });
});

describe('what does not touch protection is listed as the same', () => {
  it.each([
    ['name', 'other', 'The name changed.'],
    ['description', 'other', 'The description was set.'],
    ['blockedInputMessaging', 'No.', 'The message for blocked prompts changed.'],
    ['blockedOutputsMessaging', 'No.', 'The message for blocked answers changed.'],
    ['kmsKeyArn', 'arn:aws:kms:us-east-1:111122223333:key/k', 'The encryption key was set.'],
    ['version', '3', 'The version changed.'],
    ['updatedAt', '2026-11-21T10:00:00Z', 'The time of the last update changed.'],
    ['status', 'UPDATING', 'The guardrail is now UPDATING, before READY.'],
  ])('%s', (name, value, sentence) => {
    const { verdict, changes } = diff({}, { [name]: value });
    expect({ verdict, changes }).toMatchObject({
      verdict: 'same',
      changes: [{ path: name, verdict: 'same', sentence }],
    });
  });

  it('so is a filter that was never evaluated, and goes', () => {
    expect(diff(word({ inputEnabled: false, outputEnabled: false }), {})).toMatchObject({
      verdict: 'same',
      changes: [{ sentence: 'A blocked word or phrase was removed; nothing of it was evaluated.' }],
    });
  });
});

describe('sentences are safe to send', () => {
  it('never quote a blocked word, an expression, a definition or an example', () => {
    const secret = 'plugh-4711';
    const before = {
      ...word({ text: secret, later: 1 }),
      ...regex({ pattern: secret }),
      ...topic({ definition: secret, examples: [secret] }),
    };
    const after = {
      ...word({ text: `${secret}-other`, inputEnabled: false }),
      ...regex({ pattern: `${secret}-other` }),
      ...topic({ definition: `${secret}-other`, examples: [] }),
    };
    for (const [b, a] of [
      [before, after],
      [after, before],
      [before, {}],
      [{}, before],
    ] as const) {
      expect(sentences(b, a).join(' ')).not.toContain(secret);
    }
  });

  it.each(['__proto__', 'constructor', 'toString'])('take %s for the plain text that it is', (type) => {
    const named = JSON.parse(`{"contentPolicy":{"filters":[{"type":"${type}","inputStrength":"HIGH"}]}}`) as Json;
    const member = JSON.parse(`{"${type}":{"a":1}}`) as Json;
    expect(sentences({}, named)).toEqual([expect.stringMatching(/^The [ a-z]+ filter was added, and this version/iu)]);
    expect(diffGuardrails(base, { ...base, ...member, [type]: { a: 1 } }).verdict).toBe('unranked');
  });

  it('show a name that somebody chose in one line, without what is invisible', () => {
    expect(sentences(topic({ name: 'a\n\u202eCRITICAL b' }), {})).toContain(
      'The denied topic "a CRITICAL b" was removed.',
    );
  });
});

it('gives each difference with its path and both values, absent as null', () => {
  expect(diff(contentFilter({}), contentFilter({ inputStrength: 'LOW', inputAction: 'BLOCK' })).changes).toEqual([
    {
      path: 'contentPolicy.filters[PROMPT_ATTACK].inputStrength',
      verdict: 'weaker',
      before: 'HIGH',
      after: 'LOW',
      sentence: 'The prompt attack filter on input fell from HIGH to LOW.',
    },
    {
      path: 'contentPolicy.filters[PROMPT_ATTACK].inputAction',
      verdict: 'stronger',
      before: null,
      after: 'BLOCK',
      sentence:
        'What the prompt attack filter on input finds is now blocked, before handled in a way that is not said.',
    },
  ]);
});
