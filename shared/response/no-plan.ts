import { shellQuoted } from '../change/shell-quoted.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { compilePrincipal } from '../reasoning/compile-principal.ts';
import { proveContainment } from '../reasoning/derive/prove-containment.ts';
import type { Question, SearchOptions } from '../reasoning/types.ts';
import { inlineSpace } from './choose-mechanism.ts';
import { composeDeny, composeServiceControlPolicy } from './compose-documents.ts';
import type { Outcome } from './outcome.ts';
import type { Level, Planned } from './plan.ts';
import type { Settings } from './settings.ts';

/** A named outcome in place of a plan. */
export type Refused = Planned & { planned: false };

export const noPlan = (outcome: Outcome, detail: string, advice: string): Refused => ({
  planned: false,
  outcome,
  detail,
  advice,
});

type Document = { document: string } | { none: string };

/** What a person can use where Ringfence itself writes nothing, or why there is none: nobody should paste what was not checked. */
const inlineFor = ({ facts, region, options }: ForAPerson): Document => {
  const space = inlineSpace(facts);
  const composed = composeDeny(region, [], space?.left ?? 0);
  if (!composed.composed) {
    if (composed.outcome !== 'TOO_LARGE') return { none: composed.detail };
    return { none: tooLarge(composed.detail, 'an inline policy', `there is room for ${space?.left ?? 0}`) };
  }
  return isProved(facts, composed.document, region, options)
    ? { document: composed.document }
    : { none: 'An inline Deny could not be proved to change nothing else.' };
};

const controlPolicyFor = ({ facts, region }: ForAPerson): Document => {
  const composed = composeServiceControlPolicy(region, facts.arn);
  if (composed.composed) return { document: composed.document };
  return {
    none:
      composed.outcome === 'TOO_LARGE'
        ? tooLarge(composed.detail, 'a service control policy', 'AWS Organizations takes 5120')
        : composed.detail,
  };
};

/** The composer says how many characters the document needs and what the limit is. */
const tooLarge = (detail: string, what: string, limit: string): string => {
  const needed = /needs (\d+) characters/u.exec(detail)?.[1] ?? 'more';
  return `The Deny is too large for ${what}: it needs ${needed} characters and ${limit}, white space not counted.`;
};

const isProved = (
  facts: PrincipalFacts,
  document: string,
  region: readonly Question[],
  options: SearchOptions,
): boolean => {
  const proof = proveContainment(compilePrincipal(facts), document, 'inline', region, options);
  return !('refused' in proof) && proof.questionsAnswerNo && proof.outsideUnchanged.differences.length === 0;
};

export type ForAPerson = {
  facts: PrincipalFacts;
  region: readonly Question[];
  options: SearchOptions;
  /** Levels at which there is a plan, where it is the size that stands in the way at this one. */
  fitting: readonly Level[];
  settings: Pick<Settings, 'levels'>;
};

const atAnotherLevel = ({ fitting, facts, settings }: ForAPerson): readonly string[] => {
  const [level] = fitting;
  if (level === undefined) return [];
  const others = fitting.length === 1 ? '' : ` (${fitting.slice(1).join(' and ')} too)`;
  const allowed = settings.levels.includes(level) ? '' : ', once the settings allow that level';
  return [
    `At the level ${level} the Deny fits${others}: ringfence contain ${facts.kind}/${facts.name} --level ${level}${allowed}.`,
  ];
};

/** As NEEDS_SCP and its like end: nothing is written, and a person gets what to paste, or hears why there is nothing. */
export const byAPerson = ({ outcome, detail }: { outcome: Outcome; detail: string }, of: ForAPerson): Planned => {
  const { facts } = of;
  const inline = inlineFor(of);
  const policy = controlPolicyFor(of);
  const steps = [
    ...atAnotherLevel(of),
    ...('document' in inline
      ? [
          `Add the inline Deny below to ${facts.name}: aws iam put-${facts.kind}-policy --${facts.kind}-name ${shellQuoted(facts.name)} ` +
            '--policy-name RingfenceDeny --policy-document file://deny.json. To undo it: ' +
            `aws iam delete-${facts.kind}-policy --${facts.kind}-name ${shellQuoted(facts.name)} --policy-name RingfenceDeny.`,
        ]
      : []),
    ...('document' in policy
      ? [
          `${'document' in inline ? 'Or attach' : 'Attach'} the service control policy below to the account, from the management ` +
            'account: the principal cannot remove it, and it does not apply in the management account.',
        ]
      : []),
  ];
  const none = [inline, policy].flatMap((each) => ('none' in each ? [each.none] : []));
  const back = steps.length === 0 ? ['Take the grant back where it was made.'] : [];
  return {
    planned: false,
    outcome,
    detail,
    advice: [...steps, ...back, ...new Set(none)].join(' '),
    documents: {
      ...('document' in inline ? { inline: inline.document } : {}),
      ...('document' in policy ? { serviceControlPolicy: policy.document } : {}),
    },
  };
};
