import type { References } from '../check.ts';
import attack from './attack.json' with { type: 'json' };
import ids from './ids.json' with { type: 'json' };

const tactics: ReadonlyMap<string, string> = new Map(Object.entries(attack.tactics));
const techniques: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(attack.techniques));
const revoked: ReadonlyMap<string, string> = new Map(Object.entries(attack.revoked));

/** Versions that the ids are pinned to. Only ids in use are listed: an id that is not here was not looked up. */
export const frameworkVersions: Readonly<Record<string, string>> = {
  [attack.framework]: attack.version,
  ...Object.fromEntries(Object.values(ids).map(({ framework, version }) => [framework, version])),
};

/** The v19 name of a tactic: TA0005 kept its id and lost half of its meaning, so a name alone says too little. */
export const tacticName = (tactic: string): string | undefined => tactics.get(tactic);

/** What is wrong with the references, one sentence each; empty when each id exists in its pinned version. */
export const faultsOf = (references: References): readonly string[] => [
  ...(['atlas', 'owaspLlm', 'aisf', 'genSec', 'guidance'] as const).flatMap((family) => {
    const { framework, version, ids: known } = ids[family];
    return (references[family] ?? []).flatMap((id) =>
      known.includes(id) ? [] : [`${id} is not among the pinned ids of ${framework} ${version}`],
    );
  }),
  ...(references.attack ?? []).flatMap(({ tactic, technique }) => [
    ...(tactics.has(tactic) ? [] : [`${tactic} is no tactic of ${attack.framework} ${attack.version}`]),
    ...(technique === undefined ? [] : techniqueFaults(tactic, technique)),
  ]),
];

const techniqueFaults = (tactic: string, technique: string): readonly string[] => {
  const successor = revoked.get(technique);
  if (successor !== undefined) return [`${technique} was revoked in version ${attack.version}: use ${successor}`];
  const of = techniques.get(technique);
  if (of === undefined) return [`${technique} is not among the pinned techniques`];
  return of.includes(tactic) ? [] : [`${technique} belongs to ${of.join(', ')}, not to ${tactic}`];
};
