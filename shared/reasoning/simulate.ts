import { decide } from './decide.ts';
import { Malformed, readCase, readLine, textField, type SimulatedCase } from './simulated-case.ts';
import type { AccessRequest, Context, Verdict } from './types.ts';
import type { Principal } from './principal.ts';
import { verdict } from './verdict.ts';

export type Simulated = { ok: boolean; line: string };

/**
 * One case of the batch interface: one line of JSON in, one line out, in the same terms whatever the line holds.
 * `decision` is that of the exact context, in the documented reading, with nothing added but `aws:PrincipalArn`;
 * `verdict` is over any context (formal model), with a witness context where one exists. Never throws on any text.
 * The root user has no boundary: one in the case is ignored.
 * @param lineNumber from 1; starts the message when the line has no id
 * @param now ISO 8601
 */
export const simulate = (line: string, lineNumber: number, now: string): Simulated => {
  let id: string | null = null;
  try {
    const members = readLine(line);
    id = textField(members, 'id');
    return { ok: true, line: JSON.stringify({ id, ...answer(readCase(members), now) }) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const message = id === null ? `line ${lineNumber}: ${error.message}` : error.message;
    return { ok: false, line: JSON.stringify({ id, error: { code: error.code, message } }) };
  }
};

type Answered = { decision: string; verdict: string; witness?: { context: Context } };

const answer = ({ principal, request }: SimulatedCase, now: string): Answered => {
  const { decision } = decide(principal, withPrincipalArn(principal, request), { derive: false });
  const overall = verdict(principal, request.action, request.resource, { model: 'formal', now });
  const witness = witnessOf(overall);
  return {
    decision,
    verdict: overall.verdict,
    ...(witness === undefined ? {} : { witness: { context: sorted(witness) } }),
  };
};

const witnessOf = (overall: Verdict): Context | undefined => {
  switch (overall.verdict) {
    case 'denied':
      return undefined;
    case 'allowed':
      return overall.witness.request.context;
    case 'conditional':
      return overall.witness?.request.context;
  }
};

const sorted = (context: Context): Context =>
  Object.fromEntries(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Every request carries it: the role ARN for a session. */
const withPrincipalArn = (principal: Principal, request: AccessRequest): AccessRequest => {
  const said = Object.keys(request.context).some((key) => key.toLowerCase() === 'aws:principalarn');
  return said ? request : { ...request, context: { ...request.context, 'aws:PrincipalArn': principal.principalArn } };
};
