import { sensitiveCheck } from '../sensitive-check.ts';

export const credentialAccess = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.6',
    name: 'credential-access',
    title: 'Taking credentials of AI tools is granted to those who need it',
    references: { genSec: ['GENSEC05-BP01'], aisf: ['AISF-AGENT-01'], attack: [{ tactic: 'TA0006' }] },
    fix: 'Let only the workload identity of an agent take tokens, and name the credential providers it may use.',
  },
  'Credential Access',
);
