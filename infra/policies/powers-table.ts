import { ownRoles } from '../own-names.ts';
import { ownPowers, widenings } from './own-powers.ts';

/** The written list as the table of docs/permissions.md. */
export const powersTable = (): string =>
  [
    '| role | may change in IAM | could widen, if it were misused | what holds it |',
    '|---|---|---|---|',
    ...Object.entries(ownRoles).flatMap(([role, name]) => {
      const power = Object.entries(ownPowers).find(([each]) => each === role)?.[1];
      if (power === undefined) return [];
      const may = power.may.map((action) => `\`${action}\``).join(' ');
      const widens = power.couldWiden.map((each) => widenings[each].means).join('; ');
      return [`| \`${name}\` | ${may} | ${widens} | ${power.heldBy} |`];
    }),
  ].join('\n');
