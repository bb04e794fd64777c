import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueSpec } from '../../functions/manifest.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

/** A queue of work whose consumer takes single messages back to it, and which sets aside what keeps failing. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly #spec: QueueSpec;

  constructor(scope: Construct, id: string, props: { readonly queueName: string; readonly spec: QueueSpec }) {
    super(scope, id);
    this.#spec = props.spec;
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { queueName: `${props.queueName}-dead-letters` });
    this.queue = new Queue(this, 'Queue', {
      queueName: props.queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      visibilityTimeout: Duration.seconds(props.spec.visibilitySeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.spec.maxReceives },
    });
  }

  /** Senders need the queue before its consumer exists, because a consumer may send to another queue itself. */
  sendAccess(): PolicyStatement {
    return new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
  }

  /** SQS hides a message six times as long as its consumer may run, so that a throttled attempt is not taken for a failed one. */
  feed(consumer: ServiceFunction): void {
    if (this.#spec.visibilitySeconds < 6 * consumer.timeoutSeconds) {
      throw new Error(`${this.node.id} hides a message for less than six timeouts of its consumer.`);
    }
    consumer.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    new EventSourceMapping(this, 'Consumer', {
      target: consumer.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: this.#spec.batchSize,
      maxConcurrency: this.#spec.maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
