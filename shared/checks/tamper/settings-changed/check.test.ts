import { aChange } from '../../../../test/builders/a-change.ts';
import { judgeChange } from '../../../../test/builders/judge-account.ts';
import type { Change } from '../../../change/change.ts';
import { settingsChanged } from './check.ts';

const writer = 'arn:aws:iam::111122223333:role/settings';
const settings = { settingsWriters: [writer] };
const put = (issuerArn: string, identifier = '/ringfence/mode', shown: Partial<Change> = {}) =>
  aChange('ssm.amazonaws.com:PutParameter', {
    touches: [{ kind: 'resource', type: 'AWS::SSM::Parameter', identifier }],
    actor: { type: 'AssumedRole', issuerArn, arn: 'arn:aws:sts::111122223333:assumed-role/x/y' },
    ...shown,
  });

describe('RF.TAMPER.3 Settings were changed past the console', () => {
  it('answers yes for a writer that nobody named', () => {
    expect(judgeChange(settingsChanged, put('arn:aws:iam::111122223333:role/developer'), { settings })).toMatchObject([
      { severity: 'critical', subject: { arn: '/ringfence/mode' }, answer: { answer: 'yes' } },
    ]);
  });

  it.each([
    ['a named writer', put(writer), settings],
    ['a role of Ringfence', put('arn:own'), { ...settings, ownRoles: ['arn:own'] }],
    ['a parameter of somebody else', put('arn:aws:iam::111122223333:role/developer', '/app/mode'), settings],
    ['no writers named', put('arn:aws:iam::111122223333:role/developer'), {}],
    [
      'a refused call',
      put('arn:x', '/ringfence/mode', { outcome: { result: 'failed', code: 'AccessDenied', refused: true } }),
      settings,
    ],
  ])('judges nothing for %s', (_name, change, given) => {
    expect(judgeChange(settingsChanged, change, { settings: given })).toEqual([]);
  });

  const byStack = { actor: { type: 'AssumedRole', issuerArn: 'arn:x', invokedBy: 'cloudformation.amazonaws.com' } };
  it.each([
    ['a record of a deployment by a stack update', '/ringfence/release/ringfence-notify', byStack, 0],
    ['the record of a role likewise', '/ringfence/release-policies/ringfence-notify', byStack, 0],
    ['a record by hand: it would hide what was changed', '/ringfence/release/ringfence-notify', {}, 1],
    ['the mode by a stack update: whoever updates it may not be one who may', '/ringfence/mode', byStack, 1],
  ])('judges %s', (_name, identifier, shown, found) => {
    const change = put('arn:aws:iam::111122223333:role/deploy', identifier, shown);
    expect(judgeChange(settingsChanged, change, { settings })).toHaveLength(found);
  });

  it('does not take a session that is named as a writer for one', () => {
    const change = put('arn:aws:iam::111122223333:role/developer', '/ringfence/mode', {
      actor: {
        type: 'AssumedRole',
        issuerArn: 'arn:aws:iam::111122223333:role/developer',
        sessionName: 'settings',
      },
    });
    expect(judgeChange(settingsChanged, change, { settings })).toHaveLength(1);
  });
});
