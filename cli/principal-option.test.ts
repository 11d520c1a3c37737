import { CommandError } from './command-error.ts';
import { principalOption } from './principal-option.ts';
import { ringfenceHere } from '../test/builders/ringfence-here.ts';

const refusalOf = (value: string): string => {
  try {
    return `taken: ${principalOption('--as')(value)}`;
  } catch (error) {
    return error instanceof CommandError ? error.message : String(error);
  }
};

describe('an option that names a person', () => {
  it.each([
    'arn:aws:iam::111122223333:user/noah',
    'arn:aws:iam::111122223333:user/team/blue/noah@example.com',
    'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef',
    'arn:aws:sts::111122223333:assumed-role/admin/noah@example.com',
    'arn:aws:sts::111122223333:federated-user/noah',
    'arn:aws:iam::111122223333:root',
    'arn:aws-us-gov:iam::111122223333:user/noah',
    'arn:aws-cn:iam::111122223333:user/noah',
  ])('takes %s as it is', (arn) => {
    expect(principalOption('--as')(arn)).toBe(arn);
  });

  it.each([
    'noah',
    'local:noah',
    'noah@example.com',
    'arn:aws:iam::111122223333:group/admins',
    'arn:aws:iam::111122223333:policy/admins',
    'arn:aws:iam::11112222333:user/noah',
    'arn:aws:iam::111122223333:user/',
    'arn:aws:iam:us-east-1:111122223333:user/noah',
    'arn:aws:sts::111122223333:assumed-role/admin',
    'arn:aws:iam::111122223333:user/noah ',
    'arn:aws:iam::111122223333:user/noah\narn:aws:iam::111122223333:user/olga',
    'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1example00',
  ])('refuses %j by name', (value) => {
    expect(refusalOf(value)).toMatch(/^NOT_A_PRINCIPAL: --as takes the ARN of a principal/u);
  });

  it.each(['', '  '])('says that %j names nobody', (value) => {
    expect(refusalOf(value)).toBe('NOT_A_PRINCIPAL: --as names nobody');
  });
});

describe('every command that takes a person', () => {
  const here = ringfenceHere();
  const exempt = ['exempt', 'role/app', '--owner', 'o', '--reason', 'r', '--ticket', 't', '--expires', '30d'];
  it.each([
    ['--as', ['approve', 'c-1']],
    ['--as', ['approve', 'r-1']],
    ['--as', ['undo', 'r-1', '--reason', 'r']],
    ['--approver', ['undo', 'c-1', '--reason', 'r']],
    ['--as', ['contain', 'role/app']],
    ['--as', ['guardrails', 'restore', 'gr1']],
    ['--as', ['mode', 'observe', '--reason', 'r']],
    ['--approver', ['mode', 'enforce', '--reason', 'r']],
    ['--as', [...exempt, '--approver', 'arn:aws:iam::111122223333:user/noah']],
    ['--approver', exempt],
  ])('refuses a free text for %s in %j, before it reads anything', async (option, argv) => {
    const { code, note } = await here.ringfence(...argv, option, 'noah');
    expect(code).toBe(2);
    expect(note).toContain(`NOT_A_PRINCIPAL: ${option} takes the ARN of a principal, not noah`);
    expect(note).toContain(`next ${option} arn:aws:iam::ACCOUNT:user/NAME`);
  });
});
