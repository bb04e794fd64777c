import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { streams } from '../../functions/manifest.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';
import type { SingleTable } from './single-table.ts';

interface StreamConsumerProps {
  readonly queueName: string;
  readonly spec: (typeof streams)[keyof typeof streams];
  readonly table: SingleTable;
  readonly consumer: ServiceFunction;
}

/**
 * Feeds the table's changes to one function. A record that always fails is cut out of its batch by halving and then set
 * aside, so that it cannot hold up the records behind it.
 */
export class StreamConsumer extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    const { spec, consumer } = props;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { queueName: `${props.queueName}-dead-letters` });
    consumer.allow(props.table.streamAccess(), this.deadLetters.access());
    new EventSourceMapping(this, 'Consumer', {
      target: consumer.lambda,
      eventSourceArn: props.table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: spec.batchSize,
      retryAttempts: spec.maxRetries,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or(...spec.eventNames),
          dynamodb: { NewImage: { type: { S: FilterRule.or(...spec.itemTypes) } } },
        }),
      ],
      // The library's own destination would also grant two actions that nobody calls.
      onFailure: { bind: () => ({ destination: this.deadLetters.queueArn }) },
    });
  }
}
