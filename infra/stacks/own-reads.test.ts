import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWholeAccount } from '../policies/read-account.ts';
import { ownPrincipals, Resolver } from '../testing/own-principals.ts';
import { readsTable } from '../testing/reads-table.ts';
import { anApp } from '../testing/synthesised.ts';

describe('what the roles of Ringfence may read of an account', () => {
  const { detection, containment } = anApp();
  const stacks = [detection, ...(containment === undefined ? [] : [containment])];
  const resolver = new Resolver(stacks);
  const table = readsTable(stacks.flatMap((stack) => ownPrincipals(stack, resolver)));

  it('is all that the readers call, in the template of the sweep', () => {
    const swept = table.split('\n').filter((row) => row.includes('`ringfence-sweep-account`'));
    for (const { sid, actions } of readWholeAccount())
      for (const action of actions)
        expect(swept.filter((row) => row.startsWith(`| ${sid ?? ''} |`) && row.includes(`\`${action}\``))).toHaveLength(
          1,
        );
  });

  it('is what docs/permissions.md says', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'permissions.md'), 'utf8');
    expect(page).toContain(table);
  });
});
