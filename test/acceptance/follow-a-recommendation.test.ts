import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Check } from '../../shared/checks/check.ts';
import type { Judgement } from '../../shared/checks/judgement.ts';
import { recommendations } from '../../shared/checks/matrix/matrix.ts';
import { evolve } from '../../shared/findings/evolve.ts';
import { scanTable } from '../../shared/findings/formats/scan-table.ts';
import { denyStatementsFor } from '../../shared/reasoning/derive/deny-statements-for.ts';
import type { Ask } from '../../shared/reasoning/types.ts';
import { policyForms } from '../../shared/response/policy-forms.ts';
import { checkCases } from '../builders/check-cases.ts';

const root = path.join(import.meta.dirname, '../..');
const now = '2026-11-21T21:00:00.000Z';

/** Each recommendation that a check answers, with each of its checks. */
const rows = recommendations.flatMap(({ source, recommendation, checks }) =>
  checks.map((check) => [`${source}: ${recommendation}`, check.id, check] as const),
);

const isFinding = ({ answer, listedOnly, kind }: Judgement): boolean =>
  listedOnly !== true && (answer.answer === 'yes' || (kind === 'coverage' && answer.answer === 'unknown'));

/** What the failing case of a check finds; made once, as a check stands in several rows. */
const found = new Map<string, readonly Judgement[]>();
const findingsOf = ({ id }: Check): readonly Judgement[] => {
  const before = found.get(id);
  if (before !== undefined) return before;
  const made = (checkCases[id]?.fails() ?? []).filter((judged) => judged.checkId === id && isFinding(judged));
  found.set(id, made);
  return made;
};

const sampleOf = (check: Check): Judgement => {
  const [first] = findingsOf(check);
  if (first === undefined) throw new Error(`${check.id} has no sample that gives its finding`);
  return first;
};

const pageOf = ({ id, name }: Check): string =>
  readFileSync(path.join(root, 'shared/checks', id.split('.')[1]?.toLowerCase() ?? '', name, 'check.md'), 'utf8');

const section = (page: string, heading: string): string =>
  new RegExp(`^## ${heading}\\n+([\\s\\S]*?)(?:\\n## |$)`, 'mu').exec(page)?.[1]?.trim() ?? '';

const questionsOf = (ask: Ask) => ('any' in ask ? ask.any : 'all' in ask ? ask.all : 'path' in ask ? ask.path : []);

describe('A recommendation is followed from its words to a fix', () => {
  it.each(rows)('%s: %s gives a finding on a sample, with what shows it', (_words, _id, check) => {
    const sample = sampleOf(check);
    expect(sample.sentence).toMatch(/\w/u);
    expect(sample.title).toBe(check.title);
    const shown =
      'witness' in sample.answer
        ? sample.answer.witness.request.action
        : 'evidence' in sample.answer
          ? sample.answer.evidence.map(({ value }) => value).join('')
          : sample.reason;
    expect(shown).toMatch(/\w/u);
  });

  it.each(rows)('%s: the finding of %s is what a report tells', (_words, id, check) => {
    const { open } = evolve({ previous: [], judgements: [sampleOf(check)], consulted: [], now });
    const coverage = { evaluated: 1, notEvaluated: [], given: [], checks: [id], asOf: now };
    const words = scanTable(open, coverage, 'account.json').replace(/\s+/gu, ' ');
    const [finding] = open;
    if (finding === undefined) throw new Error('there is no finding');
    if (finding.status === 'undetermined') expect(words).toContain('not known to be safe');
    else expect(words).toContain(id);
  });

  it.each(rows)('%s: %s says how to mend it, on its page and beside the finding', (_words, _id, check) => {
    const page = pageOf(check);
    expect(section(page, 'Fix').length).toBeGreaterThan(20);
    expect(section(page, 'Containment')).toMatch(/\w/u);
    expect(sampleOf(check).fix).toBe(check.fix);
    expect(check.fix.length).toBeGreaterThan(20);
  });

  const denied = rows.filter(([, , check]) => check.containment === 'deny');

  it.each(denied)('%s: the Deny of %s is written in every form', (_words, _id, check) => {
    const denials = findingsOf(check).filter(({ containment }) => containment === 'deny');
    const asked = denials.flatMap(({ ask }) => (ask === undefined ? [] : [ask]));
    expect(asked).not.toEqual([]);
    const derived = asked.map((ask) => denyStatementsFor(questionsOf(ask)));
    for (const each of derived) {
      if ('refused' in each) throw new Error(each.refused.detail);
      const document = JSON.stringify({ Version: '2012-10-17', Statement: each.statements });
      const forms = policyForms({ kind: 'inline', name: 'deny', document, to: { kind: 'role', name: 'ml-app' } });
      for (const form of Object.values(forms)) expect(form).toContain('"Deny"');
    }
  });
});
