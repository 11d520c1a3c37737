import type { Answer } from '../../shared/reasoning/types.ts';
import type { Plan } from '../../shared/response/plan.ts';

const answers: Record<'yes' | 'no' | 'unknown', Answer> = {
  yes: {
    given: [],
    answer: 'yes',
    witness: {
      request: { action: 'bedrock:InvokeModel', resource: '*', context: {} },
      shape: 'formal',
      by: [],
      passedBy: [],
    },
  },
  no: { given: [], answer: 'no', proof: { shapes: 1, branches: 1, blockedBy: [] } },
  unknown: { given: [], answer: 'unknown', why: { code: 'budget', detail: 'the search ended early' } },
};

type Shown = { before?: keyof typeof answers; after?: keyof typeof answers } & Partial<Plan>;

/** A proved plan for role ml-app, made half a minute before 21:00:30. */
export const aPlan = ({ before = 'yes', after = 'no', ...shown }: Shown = {}): Plan => ({
  id: 'c-aaaaaaaaaaaaaaaaaaaaaaaaaa',
  subject: {
    kind: 'role',
    arn: 'arn:aws:iam::111122223333:role/ml-app',
    uniqueId: 'AROAMLAPP',
    accountId: '111122223333',
  },
  level: 'surgical',
  mechanism: 'boundary',
  questions: [
    {
      findingId: 'f-aaaaaaaaaaaaaaaaaaaaaaaaaa',
      checkId: 'RF.SENSITIVE.4',
      name: 'bedrock:InvokeModel',
      ask: { name: 'bedrock:InvokeModel', any: [{ actions: ['bedrock:InvokeModel'], resources: ['*'] }] },
      before: answers[before],
      after: answers[after],
    },
  ],
  documents: { boundary: '{}' },
  policyArn: 'arn:aws:iam::111122223333:policy/ringfence/0123456789abcdef0123456789abcdef',
  snapshot: {
    uniqueId: 'AROAMLAPP',
    arn: 'arn:aws:iam::111122223333:role/ml-app',
    inline: {},
    attached: [],
    groups: [],
    keys: {},
  },
  snapshotHash: 'a'.repeat(64),
  desiredHash: 'b'.repeat(64),
  planHash: 'c'.repeat(64),
  round: 0,
  proof: { questionsAnswerNo: true, outsideUnchanged: { exact: true, sampled: 0, differences: [] } },
  calls: [
    {
      service: 'iam',
      operation: 'create-policy',
      parameters: {
        'policy-name': '0123456789abcdef0123456789abcdef',
        path: '/ringfence/',
        'policy-document': '{}',
        description: 'Ringfence containment c-aaaaaaaaaaaaaaaaaaaaaaaaaa',
      },
    },
    {
      service: 'iam',
      operation: 'put-role-permissions-boundary',
      parameters: {
        'role-name': 'ml-app',
        'permissions-boundary': 'arn:aws:iam::111122223333:policy/ringfence/0123456789abcdef0123456789abcdef',
      },
    },
  ],
  undo: [{ service: 'iam', operation: 'delete-role-permissions-boundary', parameters: { 'role-name': 'ml-app' } }],
  stops: [],
  onlyWhatWasJustGiven: true,
  approvalReasons: [],
  shield: [],
  plannedAt: '2026-11-21T21:00:00.000Z',
  ...shown,
});
