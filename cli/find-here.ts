import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import { principalKey } from '../shared/facts/principal-ref.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { Ports } from '../shared/ports/ports.ts';
import { CommandError } from './command-error.ts';

export type Found = { findings: readonly Finding[]; principal?: PrincipalFacts };

/** What a command is about, in the local state or a deployed one: one finding, or a principal with all that stands about it. */
export const findHere = async (world: Pick<Ports, 'findings' | 'principals'>, wanted: string): Promise<Found> => {
  if (wanted.startsWith('f-')) {
    const read = await world.findings.get(wanted);
    if (read.found !== 'yes') {
      throw new CommandError(`there is no finding ${wanted}`, {
        next: 'ringfence history list shows the findings that were told',
      });
    }
    const principal = await principalOf(world, read.value.subject.arn);
    return { findings: [read.value], ...(principal === undefined ? {} : { principal }) };
  }
  const principal = await principalOf(world, wanted);
  if (principal === undefined) {
    throw new CommandError(`the account holds no principal ${wanted}`, {
      next: 'name it by ARN, role/NAME or user/NAME',
    });
  }
  const findings = await world.findings.ofSubject(principal.uniqueId);
  return { findings: findings.filter(({ status }) => status !== 'resolved'), principal };
};

const principalOf = async (
  world: Pick<Ports, 'findings' | 'principals'>,
  wanted: string,
): Promise<PrincipalFacts | undefined> => {
  const all = await world.principals.readAccount();
  if (all.found !== 'yes') return undefined;
  const key = wanted.toLowerCase();
  return all.value.find(
    (p) => p.arn === wanted || p.uniqueId === wanted || p.name === wanted || principalKey(p) === key,
  );
};
