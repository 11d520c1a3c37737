import { isSamlProvider } from '../../../reasoning/federated-caller.ts';
import { mayNameType, trustNames } from '../../../reasoning/trust-names.ts';
import type { AccessCheck, AccessQuestion } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { namedAs, trustStatements } from '../trust-statements.ts';

export const openFederatedTrust = {
  id: 'RF.TRUST.4',
  name: 'open-federated-trust',
  title: 'Federated trust names its subject',
  kind: 'access',
  severity: 'high',
  pack: 'essential',
  triggeredBy: accessChanges,
  mayFind: ({ trustPolicy }) =>
    trustPolicy.state === 'known' && mayNameType(trustNames(trustPolicy.value), 'Federated'),
  administrators: 'judged',
  containment: 'ask',
  fix: 'Add a condition on the audience of the provider, and for OIDC one on the subject that names the repository, service account or user.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-IAM-03'],
    attack: [{ tactic: 'TA0001', technique: 'T1078.004' }],
  },
  ask: ({ principal, aiAccess }) => {
    if (principal.kind !== 'role' || aiAccess.answer === 'no') return [];
    return namedAs(trustStatements(principal), 'Federated').flatMap((provider): readonly AccessQuestion[] => {
      const audience: AccessQuestion = {
        name: `any-audience ${provider}`,
        about: provider,
        trust: { who: 'federated', provider, unnamed: 'audience' },
      };
      // An assertion names the role itself, and an identity pool gives the role to the users that it means.
      if (isSamlProvider(provider) || isIdentityPool(provider)) return [audience];
      return [
        audience,
        { name: `any-subject ${provider}`, about: provider, trust: { who: 'federated', provider, unnamed: 'subject' } },
      ];
    });
  },
  finding: ({ who, question }) => {
    const provider = question.about ?? '';
    return question.name.startsWith('any-audience')
      ? `whoever ${provider} vouches for, for any audience, can assume ${who}`
      : `any subject of ${provider} can assume ${who}`;
  },
} as const satisfies AccessCheck;

/** Identity pools choose the role (AWS: "Role-based access control" of Amazon Cognito). */
const isIdentityPool = (provider: string): boolean => provider === 'cognito-identity.amazonaws.com';
