import type { CompiledPattern } from '../compile-policy.ts';
import type { ResourceForm } from './templates.ts';

/**
 * Resources that a person would write for a pattern: the Region and account of the form, `example` for the rest. Only
 * wishes for a witness; each is tested before it is used.
 */
export const exampleResources = (
  patterns: readonly CompiledPattern[],
  { account }: ResourceForm,
  region: string,
  valueOf: (key: string) => string | undefined,
): readonly string[] => {
  const texts = patterns.flatMap(({ template }) => {
    const parts = template.map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'any':
          return '*';
        case 'one':
          return '?';
        case 'variable':
          return valueOf(part.key.toLowerCase()) ?? part.fallback ?? 'example';
      }
    });
    return [filled(parts.join(''), account ?? '', region)];
  });
  return [...new Set(texts.filter((text) => text.startsWith('arn:')))];
};

const filled = (text: string, account: string, region: string): string => {
  const [arn, partition = '', service = '', regionText = '', accountText = '', ...rest] = text.split(':');
  return [
    arn,
    wild(partition) ? 'aws' : partition,
    service,
    wild(regionText) ? region : regionText,
    wild(accountText) ? account : accountText,
    ...rest.map((field) => field.replaceAll('*', 'example').replaceAll('?', 'x')),
  ].join(':');
};

const wild = (field: string): boolean => field.includes('*') || field.includes('?');
