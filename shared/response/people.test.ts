import { isPrincipal, mayBeOnePerson } from './same-person.ts';
import { protectionOf } from './protected-principal.ts';

const account = '111122223333';
const sso = `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef`;

describe('who may be one person', () => {
  it.each<[string, string, string, boolean]>([
    [
      'two sessions of one role, as whoever assumes it names them',
      `arn:aws:sts::${account}:assumed-role/Admin/a`,
      `arn:aws:sts::${account}:assumed-role/Admin/b`,
      true,
    ],
    [
      'a role and its session, whatever its path',
      `arn:aws:iam::${account}:role/team/Admin`,
      `arn:aws:sts::${account}:assumed-role/Admin/b`,
      true,
    ],
    [
      'a role in other letters',
      `arn:aws:iam::${account}:role/Admin`,
      `arn:aws:sts::${account}:assumed-role/ADMIN/b`,
      true,
    ],
    ['two people of one permission set', `${sso}/ann@example.com`, `${sso}/bob@example.com`, false],
    ['one person of a permission set', `${sso}/ann@example.com`, `${sso}/ann@example.com`, true],
    ['a role and a user of one name', `arn:aws:iam::${account}:role/app`, `arn:aws:iam::${account}:user/app`, false],
    ['one name in two accounts', `arn:aws:iam::${account}:user/ann`, 'arn:aws:iam::444455556666:user/ann', false],
    ['a name that ends alike', `arn:aws:iam::${account}:user/ann`, `arn:aws:iam::${account}:user/joann`, false],
    [
      'a user whose kind is in other letters',
      `arn:aws:iam::${account}:user/ann`,
      `arn:aws:iam::${account}:User/ann`,
      true,
    ],
    ['one name typed twice', ' ann@example.com', 'Ann@example.com', true],
  ])('%s', (_name, a, b, expected) => {
    expect(mayBeOnePerson(a, b)).toBe(expected);
    expect(mayBeOnePerson(b, a)).toBe(expected);
  });

  it('takes every session of a permission set for its role', () => {
    const role = `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
    expect(isPrincipal(`${sso}/ann@example.com`, role)).toBe(true);
  });
});

describe('the never-list', () => {
  const candidate = { arn: `arn:aws:iam::${account}:role/team/app`, uniqueId: 'AROAAPP' };
  it.each([
    [candidate.arn, true],
    [candidate.arn.toUpperCase(), true],
    ['aroaapp', true],
    [` ${candidate.arn} `, true],
    [`arn:aws:iam::${account}:role/team/`, true],
    [`arn:aws:iam::${account}:role/TEAM/`, true],
    [`arn:aws:iam::${account}:role/team`, false],
    [`arn:aws:iam::${account}:role/team/ap`, false],
    ['role/team/app', false],
    ['app', false],
    ['*', false],
    ['', false],
    ['/', false],
  ])('entry "%s" protects: %s', (entry, expected) => {
    expect(protectionOf(candidate, [entry])).toBe(expected ? entry : undefined);
  });
});
