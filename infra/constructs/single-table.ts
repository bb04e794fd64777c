import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { tableSchema } from '../../lib/store/schema.ts';

const readActions = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const writeActions = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];
const streamActions = [
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:DescribeStream',
  'dynamodb:ListStreams',
];

/** Everything the service remembers. Production cannot lose it by a mistaken delete; a development stage leaves nothing behind. */
export class SingleTable extends Construct {
  readonly tableName: string;
  readonly streamArn: string;
  readonly #tableArn: string;

  constructor(scope: Construct, id: string, props: { readonly isProduction: boolean }) {
    super(scope, id);
    const table = new Table(this, 'Table', {
      partitionKey: { name: tableSchema.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableSchema.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: tableSchema.ttl,
      stream: StreamViewType.NEW_IMAGE,
      deletionProtection: props.isProduction,
      removalPolicy: props.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    for (const index of Object.values(tableSchema.indexes)) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: { name: index.partitionKey, type: AttributeType.STRING },
        sortKey: { name: index.sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.KEYS_ONLY,
      });
    }
    this.tableName = table.tableName;
    this.#tableArn = table.tableArn;
    if (table.tableStreamArn === undefined) throw new Error('The table has no stream.');
    this.streamArn = table.tableStreamArn;
  }

  /**
   * What a function may do with the table. The table's own grants would add every index by a wildcard and actions nobody
   * calls, Scan among them; transactions need no action beyond those of their parts.
   */
  access(kind: 'read' | 'read-write'): PolicyStatement[] {
    const actions = kind === 'read' ? readActions : [...readActions, ...writeActions];
    return [
      new PolicyStatement({ actions, resources: [this.#tableArn] }),
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: Object.values(tableSchema.indexes).map(({ name }) => `${this.#tableArn}/index/${name}`),
      }),
    ];
  }

  /** What Lambda's poller asks of the consumer's role; all four are allowed on this one stream. */
  streamAccess(): PolicyStatement {
    return new PolicyStatement({ actions: streamActions, resources: [this.streamArn] });
  }
}
