import { Duration } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

interface EventConsumerProps {
  readonly queueName: string;
  readonly pattern: EventPattern;
  readonly consumer: ServiceFunction;
}

/** Feeds events of the account's default bus to one function; what neither can deliver nor handle is set aside. */
export class EventConsumer extends Construct {
  readonly deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: EventConsumerProps) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', { queueName: `${props.queueName}-dead-letters` });
    props.consumer.allow(this.deadLetters.access());
    props.consumer.lambda.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      // The library's own destination would also grant two actions that nobody calls.
      onFailure: { bind: () => ({ destination: this.deadLetters.queueArn }) },
    });
    new Rule(this, 'Rule', {
      eventPattern: props.pattern,
      targets: [new LambdaFunction(props.consumer.lambda, { deadLetterQueue: this.deadLetters })],
    });
  }
}
