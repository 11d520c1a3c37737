import { displayText } from '../../change/display-text.ts';
import type { Because } from '../finding.ts';

const layers: Readonly<Record<Because['source']['layer'], string>> = {
  identity: 'policy',
  group: 'policy of a group',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  resource: 'resource policy',
  trust: 'trust policy',
};

/** `statement AllowAll of policy inline:ml`. Names a statement and never quotes it: policy text does not go into messages. */
export const becauseText = ({ source, index, sid, policyArn }: Because): string => {
  const statement = sid === undefined || sid === '' ? `statement ${index + 1}` : `statement ${displayText(sid)}`;
  return `${statement} of ${layers[source.layer]} ${displayText(policyArn ?? source.name, 2048)}`;
};
