type Version = { versionId: string; isDefault: boolean };

/** Why no version can be taken, and the field of the policy that says so. */
export type VersionFault = { detail: string; field: 'PolicyVersionList' | 'DefaultVersionId' };

/**
 * The version of a managed policy that is in force; `undefined` where the file does not hold it. A policy has one: where the file
 * says two, which of them holds nobody can say, and one would stand for both.
 */
export const defaultVersion = <T extends Version>(
  arn: string,
  versions: readonly T[],
  defaultId: string | undefined,
): { version: T | undefined } | { fault: VersionFault } => {
  const ids = versions.map(({ versionId }) => versionId);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined)
    return { fault: { detail: `${arn} has the version ${twice} twice; keep one`, field: 'PolicyVersionList' } };
  const [first, second] = versions.filter(({ isDefault }) => isDefault);
  if (first !== undefined && second !== undefined) {
    const detail = `${arn} has two default versions, ${first.versionId} and ${second.versionId}; mark one`;
    return { fault: { detail, field: 'PolicyVersionList' } };
  }
  if (first !== undefined && defaultId !== undefined && first.versionId !== defaultId) {
    const detail = `${arn} has the default version ${defaultId}, and ${first.versionId} is marked as it; name the same one`;
    return { fault: { detail, field: 'DefaultVersionId' } };
  }
  return { version: first ?? versions.find(({ versionId }) => versionId === defaultId) };
};
