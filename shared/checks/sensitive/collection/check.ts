import { sensitiveCheck } from '../sensitive-check.ts';

export const collection = sensitiveCheck(
  {
    id: 'RF.SENSITIVE.8',
    name: 'collection',
    title: 'Gathering what AI services hold is granted to those who need it',
    references: { genSec: ['GENSEC01-BP01'], owaspLlm: ['LLM02', 'LLM08'], attack: [{ tactic: 'TA0009' }] },
    fix: 'Keep data sources, access lists and log delivery with the owners of the data.',
  },
  'Collection',
);
