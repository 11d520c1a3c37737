import { askChecks } from '../checks/ask-checks.ts';
import { checks } from '../checks/catalogue.ts';
import type { PrincipalFacts } from '../facts/principal-facts.ts';
import { neverDenyHit } from '../reasoning/derive/never-deny.ts';
import type { Ask } from '../reasoning/types.ts';
import { containedFacts } from './contained-facts.ts';
import type { Planning } from './effect.ts';
import type { Settings } from './settings.ts';

/** Questions about access: what is a fact of the principal, like the age of a key, no containment is about. */
const accessChecks = checks.filter(({ kind }) => kind === 'access');

/** Left on purpose, at every level: it is no gap of this plan. */
const isNeverDenied = (ask: Ask | undefined): boolean =>
  ask !== undefined &&
  'any' in ask &&
  ask.any.every(({ actions }) => actions.every((action) => neverDenyHit(action) !== undefined));

/**
 * The questions that answer yes with the plan's documents in force: the checks are asked again about the principal as it would
 * be, whoever gave the findings. An administrator whose AI access is denied can still give it back to itself (RF.ESCALATE.7),
 * and whoever approves the plan has to read that.
 */
export const leftOpen = (
  facts: PrincipalFacts,
  planning: Planning,
  settings: Pick<Settings, 'checks'>,
  now: string,
): readonly string[] =>
  askChecks({
    principal: containedFacts(facts, planning),
    settings: settings.checks,
    now,
    checks: accessChecks,
    answers: 'found',
  }).judgements.flatMap(({ answer, ask, checkId, questionName, listedOnly }) =>
    answer.answer === 'yes' && listedOnly !== true && !isNeverDenied(ask) ? [`${checkId} ${questionName}`] : [],
  );
