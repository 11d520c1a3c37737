import type { AccessCheck, AccessQuestion } from '../../check.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { accessChanges } from '../../triggers.ts';
import { decidingTags } from '../deciding-tags.ts';
import { tagQuestions } from './tag-questions.ts';

export const tagsThatDecide = {
  id: 'RF.ACCESS.19',
  name: 'tags-that-decide',
  title: 'Tags that grant access cannot be changed by those they limit',
  kind: 'access',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'deny',
  fix: 'Deny setting and removing the tag (aws:TagKeys) to the principals that the tag limits.',
  references: { genSec: ['GENSEC01-BP01'], attack: [{ tactic: 'TA0003', technique: 'T1098' }] },
  // Asked without AI access as well: whoever can give itself the tag gives itself the access.
  ask: ({ principal }) => questionsOf(principal),
  finding: ({ who, question, answer }) => {
    const [of = '', key = ''] = question.name.split(/-tag-(.*)/su);
    const whose = of === 'principal' ? 'its own tag' : 'the resource tag';
    return `${who} can change ${whose} ${key}, which decides its access, by ${answer.witness.request.action}`;
  },
} as const satisfies AccessCheck;

/** One question a tag; statements that read the same tag add their resources to it. */
const questionsOf = (principal: PrincipalFacts): readonly AccessQuestion[] => {
  const byTag = Map.groupBy(decidingTags(principal), ({ of, key }) => `${of}-tag-${key.toLowerCase()}`);
  return [...byTag].flatMap(([name, tags]) => {
    const texts = new Map(
      tags.flatMap((tag) => tagQuestions(principal, tag)).map((question) => [JSON.stringify(question), question]),
    );
    return texts.size === 0 ? [] : [{ name, ask: { name, any: [...texts.values()] } }];
  });
};
