import type { Answer } from '../../../reasoning/types.ts';
import type { PrincipalStateCheck, StateAnswer } from '../../check.ts';
import { accessChanges } from '../../triggers.ts';
import { subjectOf } from '../../subjects.ts';
import { limitsSomeAiAction } from './limits-some-ai-action.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { displayText } from '../../../change/display-text.ts';

export const modelAccessWithoutBoundary = {
  id: 'RF.ACCESS.12',
  name: 'model-access-without-boundary',
  title: 'AI roles carry a permissions boundary',
  kind: 'principal-state',
  severity: 'medium',
  // True of most roles of most accounts: a team turns it on when it begins to use boundaries.
  pack: 'recommended',
  triggeredBy: accessChanges,
  administrators: 'excused',
  containment: 'ask',
  fix: 'Attach a permissions boundary. One that allows everything changes nothing today and gives containment a place.',
  references: {
    genSec: ['GENSEC01-BP01', 'GENSEC05-BP01'],
    guidance: ['layer-3'],
    aisf: ['AISF-IAM-02'],
  },
  judge: ({ principal, modelAccess }) => {
    const name = 'model-access-without-boundary';
    const { answer, what } = judgeBoundary(principal, modelAccess);
    const sentence = `${displayText(principal.name)} has model access and ${what}`;
    return [{ name, subject: subjectOf(principal), answer, sentence }];
  },
} as const satisfies PrincipalStateCheck;

const judgeBoundary = (
  { permissionsBoundary }: PrincipalFacts,
  modelAccess: Answer,
): { answer: StateAnswer; what: string } => {
  const none = 'no permissions boundary';
  if (modelAccess.answer === 'no') return { answer: { answer: 'no' }, what: none };
  switch (permissionsBoundary.state) {
    case 'unknown': {
      const detail = `The permissions boundary was not read: ${permissionsBoundary.why}`;
      return { answer: { answer: 'unknown', why: { code: 'missing-facts', detail } }, what: none };
    }
    case 'absent':
      // An input that cannot hold boundaries says nothing about them.
      if (permissionsBoundary.declared === true) return { answer: { answer: 'no' }, what: none };
      return { answer: unlessUnknown(modelAccess, { fact: 'permissions boundary', value: 'none' }), what: none };
    case 'known': {
      const document = permissionsBoundary.value;
      const limits = limitsSomeAiAction(document);
      if (limits === 'unreadable') {
        const detail = `The permissions boundary ${document.arn ?? document.name} cannot be read as a policy`;
        return { answer: { answer: 'unknown', why: { code: 'unreadable-policy', detail } }, what: none };
      }
      if (limits) return { answer: { answer: 'no' }, what: none };
      const evidence = { fact: 'permissions boundary', value: document.arn ?? document.name };
      return { answer: unlessUnknown(modelAccess, evidence), what: 'a permissions boundary that limits no AI action' };
    }
  }
};

/** A boundary matters where there is model access; where that is not known, neither is this. */
const unlessUnknown = (modelAccess: Answer, evidence: { fact: string; value: string }): StateAnswer =>
  modelAccess.answer === 'unknown'
    ? { answer: 'unknown', why: modelAccess.why }
    : { answer: 'yes', evidence: [evidence] };
