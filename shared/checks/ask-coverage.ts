import { checks as allChecks } from './catalogue.ts';
import type { Check, Unanswered } from './check.ts';
import { judgeState } from './judge-state.ts';
import type { Asked } from './judgement.ts';

export type AskCoverageInput = {
  accountId: string;
  /** Everything that was asked: of one principal after a change, of all of them in a sweep. */
  asked: readonly Asked[];
  /**
   * `sweep`: `asked` is the whole account, so that a fact that is missing no longer is resolved. `change`: only a part was
   * asked, and nothing is resolved.
   */
  scope: 'sweep' | 'change';
  /** Default: the catalogue. Coverage belongs to every pack. */
  checks?: readonly Check[];
};

/** What could not be judged, one judgement a missing fact. Their subject is the account, whoever was asked about. */
export const askCoverage = ({ accountId, asked, scope, checks = allChecks }: AskCoverageInput): Asked => {
  const coverage = checks.filter((check) => check.kind === 'coverage');
  const unanswered: readonly Unanswered[] = asked
    .flatMap(({ judgements }) => judgements)
    .flatMap(({ checkId, questionName, subject, answer, kind }) =>
      answer.answer === 'unknown' && kind !== 'coverage' ? [{ checkId, questionName, subject, why: answer.why }] : [],
    );
  return {
    consulted: scope === 'sweep' ? coverage.map((check) => check.id) : [],
    judgements: coverage.flatMap((check) =>
      check
        .judge({ accountId, unanswered })
        .map((judged) => judgeState(check, judged, { kind: 'coverage', novelty: 'unknown' })),
    ),
  };
};
