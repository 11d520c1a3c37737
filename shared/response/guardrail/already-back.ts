import { displayText } from '../../change/display-text.ts';
import type { GuardrailFacts } from '../../facts/account-facts.ts';
import type { Ports } from '../../ports/ports.ts';
import type { PlannedRestoration } from './plan-restoration.ts';
import { guardrailId } from './repoint-text.ts';
import type { Restoration } from './restoration.ts';
import { successorsOf } from './successors.ts';

type NotPlanned = PlannedRestoration & { planned: false };

/** A guardrail of that name in the Region. Names are one each in an account and Region [unconfirmed]. */
export const sameName = async (
  ports: Pick<Ports, 'accountState'>,
  region: string,
  name: string,
): Promise<{ found: GuardrailFacts | undefined } | { later: string }> => {
  const all = await ports.accountState.guardrails(region);
  if (all.found === 'unreadable') return { later: all.why };
  return { found: all.found === 'yes' ? all.value.find((each) => each.name === name) : undefined };
};

/**
 * Why a guardrail that is gone is not made again: Ringfence brought it back, perhaps more than once, or somebody made one of that
 * name. Undefined: nothing stands in the way.
 * @param all every restoration, whatever it was about
 */
export const alreadyBack = async (
  ports: Pick<Ports, 'accountState' | 'guardrailMemory'>,
  { region, arn, name }: { region: string; arn: string; name: string },
  all: readonly Restoration[],
): Promise<NotPlanned | { later: string } | undefined> => {
  const again = await sameName(ports, region, name);
  if ('later' in again) return again;
  if (again.found !== undefined) return becauseOf(again.found, arn, all);
  const last = successorsOf(arn, all).at(-1);
  if (last === undefined) return undefined;
  const there = await ports.accountState.guardrail(region, last.arn);
  if (there.found === 'unreadable') return { later: there.why };
  const back = `${last.by.id} brought it back as ${last.id}`;
  // It has another name by now.
  if (there.found === 'yes') return no('ALREADY_SAFE', `${back}: ${last.by.state}`);
  const known = await ports.guardrailMemory.recall(last.arn);
  // Whoever took that one away decides nothing about it: it is asked for by its own name. One that nobody saw is made from the first.
  return known.found === 'yes' ? no('SUPERSEDED', `${back}, which is gone too: ask for ${last.id}`) : undefined;
};

const no = (outcome: NotPlanned['outcome'], detail: string): NotPlanned => ({ planned: false, outcome, detail });

const becauseOf = (found: GuardrailFacts, arn: string, all: readonly Restoration[]): NotPlanned => {
  const ours = successorsOf(arn, all).find((each) => each.arn === found.arn)?.by;
  if (ours !== undefined) return no('ALREADY_SAFE', `${ours.id} brought it back as ${found.id}: ${ours.state}`);
  const there = `a guardrail ${displayText(found.name)} is there again as ${found.id}`;
  const made = all.find((each) => each.made?.arn === found.arn);
  return made === undefined
    ? no('RESTORE_REFUSED', `${there}: somebody made it; it is left as it is`)
    : no(
        'RESTORE_REFUSED',
        `${there}: ${made.id} made it for ${guardrailId(made.plan.subject.arn)} and is ${made.state}; undo that one first`,
      );
};
