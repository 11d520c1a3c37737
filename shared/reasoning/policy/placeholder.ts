/**
 * Text that a template tool has yet to fill in: `${AWS::AccountId}`, `${Param}`, `{{x}}`, `<account>`. A document that
 * holds one is not a live policy, and reading it as text would answer about nothing. Returns the placeholder.
 */
export const findPlaceholder = (text: string): string | undefined => {
  if (!text.includes('{') && !text.includes('<')) return undefined;
  const braces = /\{\{[^{}]{0,100}\}\}/.exec(text)?.[0];
  if (braces !== undefined) return braces;
  const angled = /<[A-Za-z][\w .:-]{0,60}>/.exec(text)?.[0];
  if (angled !== undefined) return angled;
  for (const found of text.matchAll(/\$\{([^{}]{0,200})\}/g)) {
    const name = (found[1] ?? '').split(',')[0]?.trim() ?? '';
    if (name === '*' || name === '?' || name === '$') continue;
    // A condition key has a prefix and one colon; CloudFormation has two colons, Terraform and others none.
    if (!name.includes(':') || name.includes('::')) return found[0];
  }
  return undefined;
};
