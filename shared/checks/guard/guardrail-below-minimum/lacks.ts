import type { FilterStrength, GuardrailMinimum } from '../../settings.ts';
import type { GuardrailContent } from '../guardrail-content.ts';

/** The harmful-content categories of a content filter (AWS: "Block harmful words and conversations with content filters"). */
const harmful = ['HATE', 'INSULTS', 'SEXUAL', 'VIOLENCE', 'MISCONDUCT'] as const;
const strengths = ['NONE', 'LOW', 'MEDIUM', 'HIGH'];

const isWeaker = (strength: string, minimum: FilterStrength): boolean =>
  strengths.indexOf(strength) < strengths.indexOf(minimum);

/** What a guardrail lacks of the minimum, one phrase each. Empty: it holds everything that is asked for. */
export const lacksOf = (content: GuardrailContent, minimum: GuardrailMinimum): readonly string[] => [
  ...(minimum.promptAttack === undefined ? [] : lacksFilter(content, 'PROMPT_ATTACK', minimum.promptAttack, ['input'])),
  ...harmful.flatMap((type) =>
    minimum.contentFilters === undefined ? [] : lacksFilter(content, type, minimum.contentFilters, ['input', 'output']),
  ),
  ...(minimum.sensitiveInformation ?? []).flatMap((type) => (handles(content, type) ? [] : [`personal data ${type}`])),
  ...lacksThreshold(content, 'GROUNDING', minimum.grounding),
  ...lacksThreshold(content, 'RELEVANCE', minimum.relevance),
  ...(minimum.automatedReasoning === true && (content.automatedReasoningPolicy?.policies.length ?? 0) === 0
    ? ['an automated reasoning policy']
    : []),
];

const lacksFilter = (
  content: GuardrailContent,
  type: string,
  minimum: FilterStrength,
  sides: readonly ('input' | 'output')[],
): readonly string[] => {
  const filter = content.contentPolicy?.filters.find((each) => each.type === type);
  return sides.flatMap((side) => {
    const where = side === 'input' ? 'prompts' : 'answers';
    if (filter === undefined) return [`filter ${type} on ${where}`];
    const [strength, action, enabled] =
      side === 'input'
        ? [filter.inputStrength, filter.inputAction, filter.inputEnabled]
        : [filter.outputStrength, filter.outputAction, filter.outputEnabled];
    if (!enabled || action === 'NONE') return [`a blocking filter ${type} on ${where}`];
    return isWeaker(strength, minimum) ? [`filter ${type} at ${minimum} on ${where} (it is ${strength})`] : [];
  });
};

const handles = (content: GuardrailContent, type: string): boolean =>
  (content.sensitiveInformationPolicy?.piiEntities ?? []).some(
    (entity) =>
      entity.type === type &&
      (entity.inputAction ?? entity.action) !== 'NONE' &&
      (entity.outputAction ?? entity.action) !== 'NONE',
  );

const lacksThreshold = (content: GuardrailContent, type: string, minimum: number | undefined): readonly string[] => {
  if (minimum === undefined) return [];
  const filter = content.contextualGroundingPolicy?.filters.find((each) => each.type === type);
  if (filter === undefined || !filter.enabled || filter.action === 'NONE') return [`filter ${type}`];
  return filter.threshold < minimum ? [`filter ${type} at ${minimum} (it is ${filter.threshold})`] : [];
};
