import type { Step } from '../account-view.ts';
import { nameOfArn } from './name-of-arn.ts';

/** `app assumes build, build runs something as admin by lambda:CreateFunction` */
export const wayInWords = (steps: readonly Step[]): string => steps.map(stepInWords).join(', ');

const stepInWords = ({ from, to, how, by }: Step): string => {
  const [who, whom] = [nameOfArn(from), nameOfArn(to)];
  switch (how) {
    case 'assume':
      return `${who} assumes ${whom}`;
    case 'pass-and-run':
      return `${who} passes ${whom} and runs something as it by ${by}`;
    case 'change-trust':
      return `${who} lets itself assume ${whom} by ${by}`;
    case 'take-credentials':
      return `${who} takes credentials of ${whom} by ${by}`;
    case 'use-runner':
      return `${who} uses what runs as ${whom} by ${by}`;
  }
};
