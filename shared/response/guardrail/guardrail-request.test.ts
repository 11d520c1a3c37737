import path from 'node:path';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { guardrailRules } from '../../facts/guardrail/guardrail-rules.ts';
import { anyGuardrail } from '../../facts/guardrail/testing/any-guardrail.ts';
import { guardrailRequest } from './guardrail-request.ts';
import { unknownMembers } from './unknown-members.ts';

type Json = Record<string, unknown>;

/** What the service would answer to a request: the names of the two shapes differ, what they hold does not. */
const answerOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(answerOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name === 'kmsKeyId' ? 'kmsKeyArn' : name.replace(/Config$/u, ''),
      answerOf(inner),
    ]),
  );
};

const full = JSON.parse(readFileSync('test/golden/guardrails/before.json', 'utf8')) as Json;

describe('the request that makes what an answer holds', () => {
  it('loses nothing that protects, for any guardrail', () => {
    fc.assert(
      fc.property(anyGuardrail({ absent: true, unknown: false }), (guardrail) => {
        const answer = answerOf(guardrailRequest(guardrail)) as Json;
        const { status: _, guardrailId: __, ...compared } = guardrail;
        // A tier or a threshold of a policy without an entry is not asked for: nothing of it is evaluated.
        const { verdict } = diffGuardrails(compared, answer);
        if (verdict !== 'same') expect(diffGuardrails(compared, answer)).toEqual({ verdict: 'same', changes: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('holds every member that a request can hold', () => {
    const { crossRegionConfig, ...request } = guardrailRequest({
      ...full,
      kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k',
    });
    expect(crossRegionConfig).toEqual({
      guardrailProfileIdentifier: 'arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/eu.guardrail.v1:0',
    });
    const {
      status: _,
      guardrailId: __,
      guardrailArn: ___,
      version: ____,
      createdAt: _____,
      updatedAt: ______,
      crossRegionDetails: _______,
      ...kept
    } = full;
    expect(answerOf(request)).toEqual({ ...kept, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' });
  });

  it('has the members of the types of the Bedrock client', () => {
    const declared = ['models_0.d.ts', 'models_1.d.ts']
      .map((file) => readFileSync(path.join('node_modules/@aws-sdk/client-bedrock/dist-types/models', file), 'utf8'))
      .join('\n');
    const names = (value: unknown): readonly string[] =>
      Array.isArray(value)
        ? value.flatMap(names)
        : typeof value === 'object' && value !== null
          ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
          : [];
    const made = [...new Set(names(guardrailRequest(full)))];
    expect(made.length).toBeGreaterThan(25);
    expect(made.filter((name) => !new RegExp(`^    ${name}\\??:`, 'mu').test(declared))).toEqual([]);
  });
});

describe('members that this version does not know', () => {
  it('are named by their path, and none of a whole known answer is', () => {
    expect(unknownMembers(full)).toEqual([]);
    expect(guardrailRules.fields().length).toBeGreaterThan(60);
    expect(
      unknownMembers({
        ...full,
        later: 1,
        wordPolicy: { words: [{ text: 'a', later: 1 }, { text: 'b', later: 2 }, 'c'], later: null },
        topicPolicy: 'LATER',
      }),
    ).toEqual(['topicPolicy', 'wordPolicy.words[].later', 'wordPolicy.words[]', 'later']);
  });
});
