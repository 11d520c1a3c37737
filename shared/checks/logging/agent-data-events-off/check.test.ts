import { anAccount, region } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { agentDataEventsOff } from './check.ts';

const every = [
  'AWS::Bedrock::AgentAlias',
  'AWS::Bedrock::FlowAlias',
  'AWS::Bedrock::Guardrail',
  'AWS::Bedrock::InlineAgent',
  'AWS::Bedrock::KnowledgeBase',
  'AWS::BedrockAgentCore::Gateway',
  'AWS::BedrockAgentCore::Runtime',
];
const judge = (dataEvents: readonly string[], logging = true) =>
  judgeAccount(
    agentDataEventsOff,
    anAccount({
      wide: {
        trails: known([
          {
            arn: 'arn:trail',
            homeRegion: region,
            everyRegion: true,
            logging,
            managementWrites: true,
            managementReads: true,
            dataEvents,
          },
        ]),
      },
    }),
  );

describe('RF.LOGGING.6 Data events of agents are recorded', () => {
  it('answers yes, naming the kinds that no trail selects', () => {
    expect(found(judge(every.slice(1)))).toMatchObject([
      { severity: 'low', sentence: 'calls of AWS::Bedrock::AgentAlias are not recorded' },
    ]);
  });

  it('does not count the selectors of a trail that was stopped', () => {
    expect(found(judge(every, false))[0]?.answer).toMatchObject({ evidence: { length: every.length } });
  });

  it('answers no where every kind is selected', () => {
    expect(judge(every).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
