import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { production, synthesise } from './synthesise.ts';

const runbook = readFileSync('infra/RUNBOOK.md', 'utf8');
const alarmSections = anchorsOf(runbook.slice(runbook.indexOf('\n## Alarms')), '###');
const development = synthesise({ alarmEmail: 'dev@vendor.example' });
const live = synthesise(production);

/** The anchor a Markdown viewer gives a heading. */
function anchorsOf(markdown: string, level: string): string[] {
  const headings = markdown.split('\n').filter((line) => line.startsWith(`${level} `));
  return headings.map((line) =>
    line
      .slice(level.length + 1)
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}

function alarmsOf(stage: typeof live) {
  return stage.service.ofType('AWS::CloudWatch::Alarm').map((alarm) => alarm.Properties);
}

function sectionOf(alarm: { readonly AlarmDescription: string }): string {
  return /infra\/RUNBOOK\.md#([\w-]+)$/.exec(alarm.AlarmDescription)?.[1] ?? `none in "${alarm.AlarmDescription}"`;
}

describe('every alarm has a section in the runbook that says what to do', () => {
  it('names a section that exists, and no section is without its alarm', () => {
    expect([...new Set(alarmsOf(development).map(sectionOf))].sort()).toEqual([...alarmSections].sort());
  });

  it('says in each section what it means, where to look and what to do', () => {
    const sections = runbook.slice(runbook.indexOf('\n## Alarms')).split('\n### ').slice(1);
    for (const section of sections) {
      expect(section).toMatch(/\*\*It means\*\*[\s\S]+\*\*Look\*\*[\s\S]+\*\*Do\*\*/);
    }
  });

  it('links only to sections that exist', () => {
    const anchors = ['#', '##', '###'].flatMap((level) => anchorsOf(runbook, level));
    const links = [...runbook.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
    expect(links.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });
});

describe('what has gone wrong is noticed', () => {
  it('watches every dead-letter queue', () => {
    const queues = development.service.idsOf('AWS::SQS::Queue');
    const deadLetters = queues.filter((id) =>
      development.service.byId(id).Properties.QueueName.endsWith('-dead-letters'),
    );
    const watched = alarmsOf(development)
      .filter((alarm) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map((alarm) => alarm.Dimensions[0].Value['Fn::GetAtt'][0]);
    expect(watched.sort()).toEqual(deadLetters.sort());
  });

  it('takes three hours without a planner for a fault, silence included', () => {
    const [alarm] = alarmsOf(live).filter((each) => sectionOf(each) === 'planner-silent');
    expect(alarm).toMatchObject({
      MetricName: 'Invocations',
      Period: 3600,
      EvaluationPeriods: 3,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('tells the address that production must name', () => {
    const [subscription] = live.service.ofType('AWS::SNS::Subscription');
    expect(subscription?.Properties).toMatchObject({ Protocol: 'email', Endpoint: production.alarmEmail });
    for (const alarm of alarmsOf(live)) expect(alarm.AlarmActions).toHaveLength(1);
  });
});
