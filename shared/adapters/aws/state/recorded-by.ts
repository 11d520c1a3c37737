import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../../../facts/wide-state.ts';

export type Recorded = Pick<Trail, 'managementWrites' | 'managementReads' | 'dataEvents'>;

/** What the selectors of a trail let it record. It has basic or advanced ones (AWS CloudTrail API Reference, "GetEventSelectors"). */
export const recordedBy = (selectors: {
  EventSelectors?: readonly EventSelector[] | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}): Recorded => {
  const basic = (selectors.EventSelectors ?? []).map(byBasic);
  const advanced = (selectors.AdvancedEventSelectors ?? []).map(byAdvanced);
  const all = [...basic, ...advanced];
  return {
    managementWrites: all.some((each) => each.managementWrites),
    managementReads: all.some((each) => each.managementReads),
    dataEvents: [...new Set(all.flatMap((each) => each.dataEvents))].sort(),
  };
};

/** Without a word about management events they are recorded, and so are both kinds (AWS CloudTrail API Reference, "EventSelector"). */
const byBasic = ({
  ReadWriteType = 'All',
  IncludeManagementEvents = true,
  DataResources = [],
}: EventSelector): Recorded => ({
  managementWrites: IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  managementReads: IncludeManagementEvents && ReadWriteType !== 'WriteOnly',
  dataEvents: DataResources.flatMap(({ Type }) => Type ?? []),
});

const nothing: Recorded = { managementWrites: false, managementReads: false, dataEvents: [] };

const byAdvanced = ({ FieldSelectors = [] }: AdvancedEventSelector): Recorded => {
  const fields = FieldSelectors;
  const category = fields.find(({ Field }) => Field === 'eventCategory')?.Equals ?? [];
  if (category.includes('Data'))
    return {
      ...nothing,
      dataEvents: fields.flatMap(({ Field, Equals = [] }) => (Field === 'resources.type' ? Equals : [])),
    };
  if (!category.includes('Management') || fields.some(narrows)) return nothing;
  const readOnly = fields.find(({ Field }) => Field === 'readOnly')?.Equals;
  return {
    managementWrites: readOnly === undefined || readOnly.includes('false'),
    managementReads: readOnly === undefined || readOnly.includes('true'),
    dataEvents: [],
  };
};

/** Sources whose events are many and not about AI; every other narrowing leaves out calls that Ringfence must hear of. */
const mayBeLeftOut: ReadonlySet<string> = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

const narrows = ({ Field, NotEquals, ...others }: AdvancedFieldSelector): boolean => {
  if (Field === 'eventCategory' || Field === 'readOnly') return false;
  const onlyLeavesOut = Object.values(others).every((value) => value === undefined || value.length === 0);
  return !(Field === 'eventSource' && onlyLeavesOut && (NotEquals ?? []).every((source) => mayBeLeftOut.has(source)));
};
