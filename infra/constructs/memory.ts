import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { tables } from '../../shared/adapters/aws/tables.ts';
import { ownName } from '../own-names.ts';
import { acknowledge } from './acknowledge.ts';

const attributeTypes = { S: AttributeType.STRING, N: AttributeType.NUMBER } as const;
const attribute = (key: { name: string; type: keyof typeof attributeTypes }) => ({
  name: key.name,
  type: attributeTypes[key.type],
});

/** The tables: kept when the stack goes, restorable to any second, encrypted with Ringfence's own key. */
export class Memory extends Construct {
  readonly findings: Table;
  readonly state: Table;
  readonly history: Table;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    const kept = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    } as const;
    const inNoPlan = (table: Table): void => {
      acknowledge(
        table,
        'NIST.800.53.R5-DynamoDBInBackupPlan',
        "Every second of the last 35 days can be restored; a backup plan is the owner's to choose, and takes tables by their tag.",
      );
    };
    this.findings = new Table(this, 'Findings', {
      ...kept,
      tableName: ownName('findings'),
      partitionKey: attribute(tables.findings.partitionKey),
      sortKey: attribute(tables.findings.sortKey),
    });
    for (const [indexName, index] of Object.entries(tables.findings.indexes)) {
      this.findings.addGlobalSecondaryIndex({
        indexName,
        partitionKey: attribute(index.partitionKey),
        sortKey: attribute(index.sortKey),
      });
    }
    this.state = new Table(this, 'State', {
      ...kept,
      tableName: ownName('state'),
      partitionKey: attribute(tables.state.partitionKey),
      sortKey: attribute(tables.state.sortKey),
      timeToLiveAttribute: tables.state.timeToLive,
    });
    this.history = new Table(this, 'History', {
      ...kept,
      tableName: ownName('history'),
      partitionKey: attribute(tables.history.partitionKey),
      sortKey: attribute(tables.history.sortKey),
    });
    for (const table of [this.findings, this.state, this.history]) inNoPlan(table);
  }
}
