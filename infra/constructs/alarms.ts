import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pascalCase } from './pascal-case.ts';
import type { ServiceApi } from './service-api.ts';

/** What CloudWatch lets one alarm add up. */
const maxMetricsPerAlarm = 10;

interface AlarmSpec {
  /** The heading in the runbook that says what to do, as its anchor. */
  readonly section: string;
  readonly summary: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly periods?: number;
  readonly isLow?: true;
  readonly isSilenceBad?: true;
}

/**
 * What somebody has to look at, each with a section in the runbook. CloudWatch bills alarms by the metrics they watch, so
 * one that covers many functions is preferred to many alarms.
 */
export class Alarms extends Construct {
  readonly #action: SnsAction | undefined;

  constructor(scope: Construct, id: string, props: { readonly namePrefix: string; readonly email?: string }) {
    super(scope, id);
    if (props.email !== undefined) {
      const topic = new Topic(this, 'Topic', { topicName: `${props.namePrefix}-alarms`, enforceSSL: true });
      topic.addSubscription(new EmailSubscription(props.email));
      this.#action = new SnsAction(topic);
    }
  }

  deadLetters(name: string, queue: IQueue): void {
    this.#add(`${pascalCase(name)}DeadLetters`, {
      section: `dead-letters-${name}`,
      summary: `Work of "${name}" was set aside after every attempt failed.`,
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 1,
    });
  }

  /** A part of a nightly job that is still waiting after an hour has failed at least twice. */
  jobLate(name: 'night' | 'rollover', queue: IQueue): void {
    this.#add(`${pascalCase(name)}Late`, {
      section: `${name}-late`,
      summary: `A part of the ${name} has been waiting for more than an hour.`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 3600,
    });
  }

  plannerSilent(name: 'night' | 'rollover', planner: IFunction): void {
    this.#add(name === 'night' ? 'PlannerSilent' : 'RolloverPlannerSilent', {
      section: 'planner-silent',
      summary: `The ${name} planner has not run for three hours, although it is due every hour.`,
      metric: planner.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
      threshold: 1,
      periods: 3,
      isLow: true,
      isSilenceBad: true,
    });
  }

  streamLate(name: string, consumer: IFunction): void {
    this.#add(`${pascalCase(name)}StreamLate`, {
      section: `stream-late-${name}`,
      summary: `The stream consumer "${name}" is more than fifteen minutes behind the table.`,
      metric: consumer.metric('IteratorAge', { period: Duration.minutes(5), statistic: 'Maximum' }),
      threshold: 15 * 60 * 1000,
    });
  }

  /** The areas are left to the API's own count: it sees their crashes, their time-outs and the errors they answer. */
  workerErrors(workers: readonly IFunction[]): void {
    for (let first = 0; first < workers.length; first += maxMetricsPerAlarm) {
      this.#add(first === 0 ? 'WorkerErrors' : `WorkerErrors${first}`, {
        section: 'worker-errors',
        summary: 'Background functions have been failing for a quarter of an hour.',
        metric: errorsOf(workers.slice(first, first + maxMetricsPerAlarm)),
        threshold: 1,
        periods: 3,
      });
    }
  }

  apiErrors(api: ServiceApi): void {
    this.#add('ApiErrors', {
      section: 'api-errors',
      summary: 'The API answered five or more requests with a server error within five minutes.',
      metric: api.stage.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      threshold: 5,
    });
  }

  /** Functions share the account's concurrency, so throttling is a state of the account and not of one of them. */
  throttles(): void {
    this.#add('Throttles', {
      section: 'throttles',
      summary: 'Lambda refused to start functions of this account for a quarter of an hour.',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Throttles',
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      threshold: 1,
      periods: 3,
    });
  }

  /** SES reviews an account at 5 % bounces and 0.1 % complaints, over all it sends: it is warned of before that. */
  mailReputation(): void {
    this.#add('MailBounces', {
      section: 'mail-bounces',
      summary: 'More than 4 % of the mail bounces; SES puts the account under review at 5 %.',
      metric: reputation('Reputation.BounceRate'),
      threshold: 0.04,
    });
    this.#add('MailComplaints', {
      section: 'mail-complaints',
      summary: 'More than 0.08 % of the mail is complained about; SES puts the account under review at 0.1 %.',
      metric: reputation('Reputation.ComplaintRate'),
      threshold: 0.0008,
    });
  }

  #add(id: string, spec: AlarmSpec): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${spec.summary} What to do: infra/RUNBOOK.md#${spec.section}`,
      metric: spec.metric,
      threshold: spec.threshold,
      evaluationPeriods: spec.periods ?? 1,
      comparisonOperator: spec.isLow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: spec.isSilenceBad ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (this.#action) {
      alarm.addAlarmAction(this.#action);
      alarm.addOkAction(this.#action);
    }
  }
}

function errorsOf(functions: readonly IFunction[]): IMetric {
  const period = Duration.minutes(5);
  const usingMetrics = Object.fromEntries(
    functions.map((each, index) => [`errors${index}`, each.metricErrors({ period, statistic: 'Sum' })]),
  );
  const terms = Object.keys(usingMetrics).map((name) => `FILL(${name}, 0)`);
  return new MathExpression({
    expression: terms.join(' + '),
    label: 'Errors of background functions',
    usingMetrics,
    period,
  });
}

function reputation(metricName: string): Metric {
  return new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Maximum' });
}
