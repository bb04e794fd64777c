import { type CronOptions, Schedule as EventSchedule, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** Starts a function by the clock, in UTC. What it starts may be started twice: the function sees to that. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, props: { readonly cron: CronOptions; readonly target: ServiceFunction }) {
    super(scope, id);
    new Rule(this, 'Rule', {
      schedule: EventSchedule.cron(props.cron),
      targets: [new LambdaFunction(props.target.lambda)],
    });
  }
}
