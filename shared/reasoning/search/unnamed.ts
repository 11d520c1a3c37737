import { aiServices } from '../catalogue/ai-services.ts';
import { compileGlob, type Glob } from '../glob/glob.ts';
import type { ActionSearch } from './action-search.ts';

/**
 * ARNs that no resource has, for a search whose policies spell `${` in a Resource: where the Version is not 2012-10-17 a
 * policy variable is text, and `user/${aws:username}` would stand for a user of that name. Names of IAM and ids of the AI
 * services hold no brace (AWS: "IAM and AWS STS quotas", IAM name requirements); a path of IAM may, so only the end counts.
 */
export const unnamed = ({ action, statements, question }: ActionSearch): readonly Glob[] => {
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  const globs = service === 'iam' ? endsInBrace : ids.has(service) ? holdsBrace : none;
  if (globs === none) return none;
  const spelled =
    question.resources.some(isSpelled) ||
    statements.some(({ resources }) => resources?.negated === false && resources.entries.some(isSpelled));
  return spelled ? globs : none;
};

const isSpelled = ({ text }: { text: string }): boolean => text.includes('${');

const none: readonly Glob[] = [];
const endsInBrace: readonly Glob[] = [compileGlob('*}')];
const holdsBrace: readonly Glob[] = [compileGlob('*{*')];
const ids: ReadonlySet<string> = new Set(aiServices);
