import { displayText } from '../../../change/display-text.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { trailChanges } from '../../triggers.ts';

export const agentDataEventsOff = {
  id: 'RF.LOGGING.6',
  name: 'agent-data-events-off',
  title: 'Data events of agents are recorded',
  kind: 'account-state',
  severity: 'low',
  pack: 'strict',
  triggeredBy: trailChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Add the resource types that are named to the advanced event selectors of the trail. Data events cost money.',
  references: { guidance: ['layer-3'], aisf: ['AISF-AI-06', 'AISF-AGENT-03'] },
  judge: ({ account }) =>
    judgeWide({ account, name: 'agent-data-events-off' }, 'trails', (trails) => {
      const recorded = new Set(trails.filter(({ logging }) => logging).flatMap(({ dataEvents }) => dataEvents));
      const left = dataEventTypes.filter((type) => !recorded.has(type));
      if (left.length === 0) return [];
      return [
        {
          name: 'agent-data-events-off',
          subject: accountSubject(account.accountId),
          sentence: `calls of ${displayText(left.join(', '), 512)} are not recorded`,
          answer: yes(...left.map((value) => ({ fact: 'no selector for', value }))),
        },
      ];
    }),
} as const satisfies AccountStateCheck;

/** Resource types of the data events of agents (AWS: "Logging data events", CloudTrail User Guide). */
const dataEventTypes = [
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::InlineAgent',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::Runtime',
] as const;
