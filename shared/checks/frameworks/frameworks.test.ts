import { checks } from '../catalogue.ts';
import { sensitiveActions } from '../sensitive/sensitive-actions.ts';
import { faultsOf, frameworkVersions, tacticName } from './frameworks.ts';

describe('Framework references', () => {
  it.each([
    ['T1562', 'T1685'],
    ['T1562.001', 'T1685'],
    ['T1562.007', 'T1686.001'],
    ['T1562.008', 'T1685.002'],
  ])('refuses %s, revoked in v19, and names %s', (technique, successor) => {
    expect(faultsOf({ attack: [{ tactic: 'TA0112', technique }] })).toEqual([
      `${technique} was revoked in version 19: use ${successor}`,
    ]);
  });

  it('refuses a technique under a tactic that it does not belong to', () => {
    expect(faultsOf({ attack: [{ tactic: 'TA0040', technique: 'T1685' }] })).toEqual([
      'T1685 belongs to TA0112, not to TA0040',
    ]);
  });

  it.each([
    [{ attack: [{ tactic: 'TA9999' }] }, 'TA9999'],
    [{ atlas: ['AML.T9999'] }, 'AML.T9999'],
    [{ owaspLlm: ['LLM11'] }, 'LLM11'],
    [{ aisf: ['AISF-IAM-99'] }, 'AISF-IAM-99'],
    [{ genSec: ['GENSEC99-BP01'] }, 'GENSEC99-BP01'],
  ])('refuses an id that is not in the pinned version: %j', (references, id) => {
    expect(faultsOf(references).join()).toContain(id);
  });

  it('finds no fault in any check', () => {
    expect(checks.flatMap(({ id, references }) => faultsOf(references).map((fault) => `${id}: ${fault}`))).toEqual([]);
  });

  it('finds no fault in any sensitive action', () => {
    const faults = sensitiveActions.flatMap(({ name, attack, atlas }) =>
      faultsOf({
        attack: [{ tactic: attack.tactic, ...(attack.technique === null ? {} : { technique: attack.technique }) }],
        ...(atlas === null ? {} : { atlas: [atlas] }),
      }).map((fault) => `${name}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it('knows TA0005 by its v19 name, since the published name Defense Evasion is gone', () => {
    expect([tacticName('TA0005'), tacticName('TA0112')]).toEqual(['Stealth', 'Defense Impairment']);
    expect(frameworkVersions['MITRE ATT&CK Enterprise']).toBe('19');
  });
});
