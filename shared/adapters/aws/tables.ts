/**
 * The tables of DynamoDB and what stands in them. Infrastructure and adapters read the names of keys here.
 *
 * | table | partition key, sort key | items |
 * |---|---|---|
 * | findings | `pk` `sk` | `subject#<unique id>` / `<finding id>`: a finding. `finding#<finding id>` / `subject`: where it is. |
 * | | index `open`: `open` `evaluatedAt` | findings that are not resolved; a resolved one has no `open` |
 * | state | `pk` `sk` | `principal#<unique id>` / `facts`, `principal-name#role/<name>` / `subject`; `guardrail#<id>` / `facts`; |
 * | | | `delivery#<function>#<event id>` / `claim`; `saga#<id>` / `saga`, `subject-sagas#<unique id>` / `<id>`, `sagas` / `<id>`; |
 * | | | `restoration#<id>` / `saga`, `subject-restorations#<ARN>` / `<id>`, `restorations` / `<id>`; |
 * | | | `lease#<unique id>` / `lease`; `notice#<id>` / `notice`, `outbox` / `<time>#<id>`; `slots#<limit>#<scope>` / `<n>`, |
 * | | | `slot-of#<saga>` / `slot`; `attempts#<unique id>` / `<time>#<saga>`; `settings` / `settings`; `sweep#<account>` / `state` |
 * | history | `log` `seq` (number) | `main` / `<seq>`: an entry. `head` / 0: size and hash. `key#<key>` / 0: appended already. |
 * | | | `content#<sha256>` / 0: a document |
 *
 * `forgetAt` (seconds since 1970) is the time-to-live attribute of `state`; what must last has none. `body` is JSON text, or
 * its gzip as binary where the text is long.
 */
export const tables = {
  findings: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    indexes: {
      open: { partitionKey: { name: 'open', type: 'S' }, sortKey: { name: 'evaluatedAt', type: 'S' } },
    },
  },
  state: {
    partitionKey: { name: 'pk', type: 'S' },
    sortKey: { name: 'sk', type: 'S' },
    timeToLive: 'forgetAt',
  },
  history: {
    partitionKey: { name: 'log', type: 'S' },
    sortKey: { name: 'seq', type: 'N' },
  },
} as const;

/** The deployed name of each table. */
export type TableNames = Readonly<Record<keyof typeof tables, string>>;
