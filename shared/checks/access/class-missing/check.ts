import { displayText } from '../../../change/display-text.ts';
import type { Answer } from '../../../reasoning/types.ts';
import type { PrincipalStateCheck, StateAnswer } from '../../check.ts';
import type { ClassFound } from '../../intent/class-of.ts';
import { subjectOf } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';

export const classMissing = {
  id: 'RF.ACCESS.24',
  name: 'class-missing',
  title: 'Every role with model access has a class',
  kind: 'principal-state',
  severity: 'low',
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'ask',
  needs: ['classRules'],
  fix: 'Add a rule to classRules that names the principal, by its unique id where the class is more than evaluation or general.',
  references: { guidance: ['layer-3'] },
  judge: ({ principal, settings, modelAccess, roleClass }) => {
    if (settings.classRules.length === 0 || modelAccess.answer === 'no') return [];
    const sentence = `${displayText(principal.name)} has model access and no class`;
    const answer = answerOf(roleClass, modelAccess);
    return [{ name: 'class-missing', subject: subjectOf(principal), answer, sentence }];
  },
} as const satisfies PrincipalStateCheck;

const answerOf = (found: ClassFound, modelAccess: Answer): StateAnswer => {
  switch (found.state) {
    case 'found':
      return { answer: 'no' };
    case 'unknown':
      return { answer: 'unknown', why: { code: 'missing-facts', detail: found.why } };
    case 'none': {
      if (modelAccess.answer === 'unknown') return { answer: 'unknown', why: modelAccess.why };
      const ignored = found.ignored.map(({ at, why }) => ({ fact: `rule ${at} gives nothing`, value: why }));
      return { answer: 'yes', evidence: [{ fact: 'class', value: 'no rule matches' }, ...ignored] };
    }
  }
};
