import { displayText } from '../../../change/display-text.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { daysUnused, type ServiceUse } from '../../../facts/services-last-used.ts';
import { aiServices } from '../../../reasoning/catalogue/ai-services.ts';
import type { Answer, Ask } from '../../../reasoning/types.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';
import { denyServiceText } from './deny-text.ts';

export const unusedService = {
  id: 'RF.COVERAGE.1',
  name: 'unused-service',
  title: 'Unused AI services can be denied',
  kind: 'account-state',
  severity: 'low',
  pack: 'strict',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Attach the service control policy that is in the evidence. Whoever is named in it keeps the service.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-GOV-02', 'AISF-GOV-05'] },
  judge: ({ account, settings, can }) =>
    judgeWide({ account, name: 'unused-service' }, 'serviceUse', (uses) =>
      uses
        .filter((use) => isAi(use) && daysUnused(use, account.asOf) >= settings.unusedDays)
        .flatMap((use) => judgeService(account.accountId, use, usersOf(account.principals, use, can), account.asOf)),
    ),
} as const satisfies AccountStateCheck;

const services: ReadonlySet<string> = new Set(aiServices);
const isAi = ({ service }: ServiceUse): boolean => services.has(service);

/** One question a service, made once. */
const anyUse: ReadonlyMap<string, Ask> = new Map(
  aiServices.map((service) => [
    service,
    { name: `use-${service}`, any: [{ actions: [`${service}:*`], resources: ['*'] }] },
  ]),
);

type Users = {
  can: readonly PrincipalFacts[];
  /** Those who have ever used it: a Deny would be felt by them first. */
  exempt: readonly string[];
  /** Those of whom it is not known whether they can. */
  notKnown: number;
};

const usersOf = (
  principals: readonly PrincipalFacts[],
  { service }: ServiceUse,
  can: (principal: PrincipalFacts, ask: Ask) => Answer,
): Users => {
  const ask = anyUse.get(service);
  if (ask === undefined) return { can: [], exempt: [], notKnown: 0 };
  const answers = principals.map((principal) => ({ principal, answer: can(principal, ask).answer }));
  const able = answers.filter(({ answer }) => answer === 'yes').map(({ principal }) => principal);
  return {
    can: able,
    exempt: able.filter((principal) => hasUsed(principal, service)).map(({ arn }) => arn),
    notKnown: answers.filter(({ answer }) => answer === 'unknown').length,
  };
};

const hasUsed = ({ servicesLastUsed }: PrincipalFacts, service: string): boolean =>
  servicesLastUsed?.state === 'known' &&
  servicesLastUsed.value.services.some((use) => use.service === service && use.lastUsed !== 'never');

/** Principals named in the evidence; JSON of the whole account would not fit a page. */
const named = 20;

const judgeService = (accountId: string, use: ServiceUse, users: Users, asOf: string): readonly StateJudgement[] => {
  const { service } = use;
  const count = users.can.length;
  // Nobody can use it: there is nothing to deny.
  if (count === 0 && users.notKnown === 0) return [];
  const who = count === 1 ? '1 principal' : `${count} principals`;
  return [
    {
      name: `unused-${service}`,
      subject: accountSubject(accountId),
      sentence: `${displayText(service)} is unused in ${accountId} and ${who} can use it`,
      reason: `No use in ${daysUnused(use, asOf)} days.${users.notKnown === 0 ? '' : ` Of ${users.notKnown} more it is not known whether they can.`}`,
      answer: yes(
        { fact: `last use of ${service}`, value: use.lastUsed },
        ...users.can.slice(0, named).map(({ arn }) => ({ fact: 'can use it', value: arn })),
        ...(count > named ? [{ fact: 'can use it', value: `${count - named} more` }] : []),
        ...users.exempt.map((value) => ({ fact: 'would need an exemption', value })),
        { fact: 'service control policy', value: denyServiceText(service, users.exempt) },
      ),
    },
  ];
};
