import { defaultCheckSettings } from '../checks/settings.ts';
import { defaultSettings } from '../response/settings.ts';
import { parseSettings, SettingsInvalid } from './parse-settings.ts';

const settings = {
  ...defaultSettings(defaultCheckSettings),
  version: 3,
  exemptions: [
    {
      id: 'x-1',
      uniqueId: 'AROAAPP',
      arn: 'arn:aws:iam::111122223333:role/app',
      scope: 'SENSITIVE',
      owner: 'ml',
      reason: 'training',
      ticket: 'T-1',
      requester: 'arn:aws:iam::111122223333:user/a',
      approver: 'arn:aws:iam::111122223333:user/b',
      from: '2026-11-21T21:00:00.000Z',
      expires: '2026-12-21T21:00:00.000Z',
    },
  ],
};

describe('reading settings', () => {
  it('gives back what was written', () => {
    expect(parseSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it.each([
    ['no JSON', '{'],
    ['a misspelt list', JSON.stringify({ ...settings, protectedPrincipal: [] })],
    ['a list that is missing', JSON.stringify({ ...settings, protectedPrincipals: undefined })],
    [
      'a misspelt setting of the checks',
      JSON.stringify({ ...settings, checks: { ...settings.checks, approvedModel: [] } }),
    ],
    [
      'a guardrail that nobody filled in',
      JSON.stringify({
        ...settings,
        checks: { ...settings.checks, approvedGuardrails: ['arn:aws:bedrock:${Region}:ACCOUNT:guardrail/ID'] },
      }),
    ],
    [
      'a protected principal of no account',
      JSON.stringify({ ...settings, protectedPrincipals: ['arn:aws:iam::ACCOUNT:role/x'] }),
    ],
    ['a mode that is none', JSON.stringify({ ...settings, checkModes: { 'RF.ACCESS.1': 'block' } })],
    ['a limit that is no whole number', JSON.stringify({ ...settings, attemptsPerHour: 1.5 })],
    [
      'an exemption without an end',
      JSON.stringify({ ...settings, exemptions: [{ ...settings.exemptions[0], expires: '' }] }),
    ],
    ['another version of the schema', JSON.stringify({ ...settings, schemaVersion: '2' })],
  ])('refuses %s by name', (_, text) => {
    expect(() => parseSettings(text)).toThrow(SettingsInvalid);
  });
});
