import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { aRole } from '../../test/builders/a-principal.ts';
import { known } from '../facts/known.ts';
import { askChecks } from './ask-checks.ts';
import { viewAccount } from './escalate/reach/view-account.ts';
import { defaultCheckSettings as settings } from './settings.ts';

/** Policies that others wrote, beside the checkout; the ordinary run does not need them. */
const corpus = path.join(import.meta.dirname, '../../../shared/corpus/policies');
const isThere = existsSync(corpus);
if (!isThere) console.warn(`skipped: the checks over real managed policies; there is no ${corpus}`);
const files = isThere
  ? readdirSync(corpus).filter((file) => /^managed__.*(Bedrock|SageMaker|Lex|Rekog).*\.json$/.test(file))
  : [];

(isThere ? describe : describe.skip)('The checks over AWS managed policies that name AI services', () => {
  it('are asked of a fair number', () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it.each(files)('answer every question about %s, each yes with the statement that lets it through', (file) => {
    const text = readFileSync(path.join(corpus, file), 'utf8');
    const principal = aRole({ inlinePolicies: known([{ name: 'inline:corpus', text }]) });
    const now = '2026-11-21T21:00:00.000Z';
    // Nobody else is in its account, so that what it could become through others is answered too.
    const account = viewAccount({ accountId: principal.accountId, principals: [principal], now });
    const { judgements } = askChecks({ principal, settings, now, account });
    const unanswered = judgements.filter(({ answer }) => answer.answer === 'unknown');
    expect(unanswered.map(({ questionName, answer }) => ({ questionName, answer }))).toEqual([]);
    for (const { kind, answer, because } of judgements) {
      if (kind !== 'granted' || answer.answer !== 'yes') continue;
      expect(because.length).toBeGreaterThan(0);
      for (const each of because) {
        expect(JSON.parse(each.text)).toMatchObject({ Effect: 'Allow' });
        expect(each.sha256).toMatch(/^[0-9a-f]{64}$/);
      }
    }
  });
});
