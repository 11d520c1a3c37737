import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { specifyTactic } from '../../../../test/contracts/sensitive-tactic.ts';
import { privilegeEscalation } from './check.ts';

specifyTactic(privilegeEscalation, 'Privilege Escalation', 'iam:PassRole');

describe('RF.SENSITIVE.4 Passing a role', () => {
  const passes = (service: string) => ({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: { StringEquals: { 'iam:PassedToService': service } },
  });

  it('answers yes for a role that can be passed to an AI service', () => {
    const judged = askOne(privilegeEscalation, aRole({ statements: [passes('sagemaker.amazonaws.com')] }));
    expect(named(judged, 'yes')).toEqual(['iam:PassRole']);
  });

  it('answers no for a role that can be passed to another service only', () => {
    const judged = askOne(privilegeEscalation, aRole({ statements: [passes('ec2.amazonaws.com')] }));
    expect(named(judged, 'yes')).toEqual([]);
  });

  it('answers no where only roles that AWS made for its services can be passed', () => {
    const role = aRole({
      allows: 'iam:PassRole',
      on: 'arn:aws:iam::*:role/aws-service-role/lex.amazonaws.com/AWSServiceRoleForLexBots',
    });
    expect(named(askOne(privilegeEscalation, role), 'yes')).toEqual([]);
  });

  it('never asks, and so never denies, without naming the AI services', () => {
    const judged = askOne(privilegeEscalation, aRole()).find(({ questionName }) => questionName === 'iam:PassRole');
    expect(judged?.ask).toMatchObject({
      any: [
        {
          condition: {
            StringEquals: { 'iam:PassedToService': expect.arrayContaining(['bedrock.amazonaws.com']) as unknown },
          },
        },
      ],
    });
  });
});
