import { displayText } from '../../change/display-text.ts';

/** What a person calls it: the last part of the ARN, with the path of an IAM name. */
export const nameOfArn = (arn: string): string => {
  const resource = arn.split(':').slice(5).join(':');
  const slash = resource.indexOf('/');
  return displayText(slash < 0 ? resource || arn : resource.slice(slash + 1));
};
