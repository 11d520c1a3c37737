import { displayText } from '../shared/change/display-text.ts';
import type { AccessRequest, Answer, Exhaustion, Gap, StatementRef } from '../shared/reasoning/types.ts';

/** A request as one line: what, on what, in which circumstances. */
export const describeRequest = ({ action, resource, context }: AccessRequest): string => {
  const keys = Object.entries(context).map(
    ([key, value]) => `${key} = ${typeof value === 'string' ? value : `[${value.join(', ')}]`}`,
  );
  return displayText(`${action} on ${resource}${keys.length > 0 ? `, where ${keys.join(', ')}` : ''}`);
};

/** `Allow statement AllowAll (1st) of inline:ml`, with its layer where that is not the principal's own policy. */
export const describeStatement = ({ source, index, sid, effect }: StatementRef): string =>
  displayText(
    `${effect} statement ${sid === undefined ? `number ${index + 1}` : `${sid} (number ${index + 1})`} of ${source.layer === 'identity' ? '' : `the ${source.layer} policy `}${source.name}`,
  );

const describeBlock = (block: StatementRef | Gap): string =>
  'effect' in block
    ? describeStatement(block)
    : `no Allow in the ${block.layer} layer${block.level === undefined ? '' : ` at level ${block.level}`}`;

const describeProof = (proof: Exhaustion): readonly string[] => [
  ...proof.blockedBy.slice(0, 5).map((block) => `blocked by ${describeBlock(block)}`),
  `proved by exhaustion: ${proof.shapes} request shapes, ${proof.branches} branches`,
];

/** An answer in lines for a person, the first one the verdict. What it leaned on comes last and is never left out. */
export const describeAnswer = (answer: Answer): readonly string[] => {
  const given = answer.given.map(({ about, value, source }) => `given (${source}): ${about}: ${value}`);
  switch (answer.answer) {
    case 'yes':
      return [
        'yes',
        `witness: ${describeRequest(answer.witness.request)}`,
        ...answer.witness.by.map((statement) => `let through by ${describeStatement(statement)}`),
        ...answer.witness.passedBy.map(
          ({ statement, because }) => `not stopped by ${describeStatement(statement)}: ${because}`,
        ),
        ...given,
      ];
    case 'no':
      return ['no', ...describeProof(answer.proof), ...given];
    case 'unknown':
      return [
        'unknown',
        `why: ${answer.why.detail} (${answer.why.code})`,
        ...(answer.candidate === undefined ? [] : [`candidate, not proved: ${describeRequest(answer.candidate)}`]),
        ...given,
      ];
  }
};
