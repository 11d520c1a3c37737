import * as z from 'zod';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { readReasons } from '../policies/read-account.ts';

const Statements = z.object({
  Statement: z.array(
    z.object({
      Sid: z.string().optional(),
      Action: z.union([z.string(), z.array(z.string())]),
      Resource: z.unknown(),
    }),
  ),
});

/** What the synthesised roles may read of the account: the table of docs/permissions.md. */
export const readsTable = (roles: readonly PrincipalFacts[]): string => {
  const read = roles.flatMap(({ name, inlinePolicies }) =>
    (inlinePolicies.state === 'known' ? inlinePolicies.value : []).flatMap(({ text = '' }) =>
      Statements.parse(JSON.parse(text)).Statement.map(({ Sid, Action, Resource }) => ({
        role: name,
        sid: Sid ?? '',
        text: JSON.stringify({ Action: [Action].flat(), Resource }),
        actions: [Action].flat(),
      })),
    ),
  );
  return [
    '| statement | roles | reads | why on every resource |',
    '|---|---|---|---|',
    ...Object.entries(readReasons).map(([sid, why]) => {
      const rows = read.filter((row) => row.sid === sid);
      if (new Set(rows.map(({ text }) => text)).size > 1) throw new Error(`${sid} differs between roles`);
      const names = rows.map(({ role }) => `\`${role}\``).join(' ');
      const actions = [...(rows[0]?.actions ?? [])].sort().map((action) => `\`${action}\``);
      return `| ${sid} | ${names} | ${actions.join(' ')} | ${why} |`;
    }),
  ].join('\n');
};
