import { displayText } from '../../change/display-text.ts';
import { tagsOf } from '../../facts/guardrail/tags-of-guardrail.ts';
import { guardrailId, repointText } from './repoint-text.ts';
import type { RestorationPorts } from './restoration-run.ts';
import type { ByHand, OpenPoint, Restoration } from './restoration.ts';
import { leftOfResourcePolicy } from './resource-policy-left.ts';
import { successorsOf } from './successors.ts';
import { usesOfGuardrail } from './uses-of-guardrail.ts';

export type LeftByHand = {
  byHand: readonly ByHand[];
  /** Everything that is not done yet. Empty: nothing names the old one any more. */
  open: readonly OpenPoint[];
};

/** What still names the guardrail that was lost, as it is now, with the exact text that takes the place of each policy. */
export const leftByHand = async (ports: RestorationPorts, restoration: Restoration): Promise<LeftByHand> => {
  const { plan, made, steps } = restoration;
  const left = steps.flatMap(({ state, detail }) => (state === 'left' && detail !== undefined ? [detail] : []));
  if (plan.kind !== 'recreate' || made === undefined) return { byHand: [], open: left.map(plain) };
  const { region, arn } = plan.subject;
  const uses = await usesOfGuardrail(ports, { region, arn });
  const now = await nameNow(ports, restoration, made);
  const rename = { from: guardrailId(arn), to: now.id, versions: now.versions };
  const repointed = new Set(
    steps.flatMap(({ index, state }) => {
      const step = plan.steps[index];
      return step?.step === 'repoint' && state === 'done' ? [step.by] : [];
    }),
  );
  const policy = await leftOfResourcePolicy(ports, { plan, made: now }, rename);
  const byHand: ByHand[] = [...policy.byHand];
  const tags = await missingTags(ports, restoration, now);
  const open: OpenPoint[] = [...left.map(plain), ...tags.map(plain), ...policy.open];
  for (const { use, text } of uses.policies) {
    const document = await ports.documents.put(repointText(text, rename));
    byHand.push({ use, document });
    open.push({ what: `${use.policy ?? 'a policy'} of ${use.by} still names the old one`, document });
  }
  for (const use of [...uses.references.filter(({ kind }) => kind !== 'enforcement'), ...uses.organisation]) {
    byHand.push({ use });
  }
  const others = [
    ...new Set(
      uses.references
        // Each that a step could not repoint has said why already.
        .filter(({ kind, by }) => kind !== 'enforcement' && !left.some((detail) => detail.includes(by)))
        .map(({ kind, by }) =>
          repointed.has(by)
            ? `a version of ${kind} ${by} that an alias uses still names the old one: publish a new one and point the alias to it`
            : `${kind} ${by} still names the old one`,
        ),
    ),
    ...uses.organisation.map(({ by }) => `${by} still names the old one`),
    ...uses.unread.map((why) => `who else names it is not known (${why})`),
    ...plan.leftOut.map((path) => `left out, as this version does not know it: ${path}`),
  ];
  return { byHand, open: [...open, ...others.map(plain)] };
};

const plain = (what: string): OpenPoint => ({ what });

/** Tags are set with the create. One that is not there, a policy may ask for. */
const missingTags = async (
  { accountState }: Pick<RestorationPorts, 'accountState'>,
  { plan }: Restoration,
  { id }: NonNullable<Restoration['made']>,
): Promise<readonly string[]> => {
  const wanted = plan.steps.flatMap((step) => (step.step === 'create' ? (step.tags ?? []) : []));
  if (wanted.length === 0) return [];
  const read = await accountState.guardrail(plan.subject.region, id);
  const there = read.found === 'yes' ? tagsOf(read.value.content) : undefined;
  if (there === undefined) return [`whether ${id} has the tags of the old one cannot be read`];
  return wanted
    .filter(({ key, value }) => !there.some((tag) => tag.key === key && tag.value === value))
    .map(({ key }) => `${id} does not have the tag ${displayText(key, 128)} of the old one`);
};

/** What was made can be deleted and brought back again: then a person lets everybody name the newest one. */
const nameNow = async (
  { restorations }: Pick<RestorationPorts, 'restorations'>,
  { id, plan }: Restoration,
  made: NonNullable<Restoration['made']>,
): Promise<NonNullable<Restoration['made']>> => {
  const chain = successorsOf(plan.subject.arn, await restorations.list());
  const newest = chain[0]?.by.id === id ? chain.at(-1) : undefined;
  return newest === undefined ? made : { id: newest.id, arn: newest.arn, versions: newest.versions };
};
