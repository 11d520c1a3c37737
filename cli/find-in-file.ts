import type { CheckSettings } from '../shared/checks/settings.ts';
import type { PrincipalFacts } from '../shared/facts/principal-facts.ts';
import type { Finding } from '../shared/findings/finding.ts';
import type { AccountInput } from './account-input.ts';
import { CommandError } from './command-error.ts';
import { scanAccount } from './scan-account.ts';

/**
 * The finding of an account file that a scan shows under this id, and whom it is about. The id is made of the check, the
 * subject and the question, so that every scan of the file gives the same.
 */
export const findInFile = (
  account: AccountInput,
  id: string,
  { settings, now }: { settings: CheckSettings; now: string },
): { finding: Finding; principal: PrincipalFacts } => {
  // What was found with --pack has the same id in every pack that asks it.
  const packs = settings.pack === 'strict' ? [settings.pack] : [settings.pack, 'strict' as const];
  for (const pack of packs) {
    const { findings } = scanAccount({ ...account, settings: { ...settings, pack }, asOf: now, now });
    const finding = findings.find((each) => each.id === id);
    if (finding !== undefined) return { finding, principal: subjectOf(account, finding) };
  }
  throw new CommandError(`a scan of this file with these settings finds no ${id}`, {
    place: account.file,
    next: `ringfence scan ${account.file} --json lists what it finds, each with its id; give the same --settings`,
  });
};

const subjectOf = ({ principals, file }: AccountInput, { id, subject }: Finding): PrincipalFacts => {
  const principal = principals.find(({ uniqueId }) => uniqueId === subject.uniqueId);
  if (principal !== undefined) return principal;
  throw new CommandError(`${id} is about ${subject.arn}, which is no role or user, so there is nothing to contain`, {
    place: file,
  });
};
