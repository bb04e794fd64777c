import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageSettings } from '../config.ts';
import { FactBus } from '../constructs/fact-bus.ts';
import { MailSender } from '../constructs/mail-sender.ts';
import { SingleTable } from '../constructs/single-table.ts';

/** What must outlive a deployment of the service: its memory, its name as a sender of mail, and the bus others listen to. */
export class StorageStack extends Stack {
  readonly table: SingleTable;
  readonly mail: MailSender;
  readonly facts: FactBus;

  constructor(scope: Construct, id: string, settings: StageSettings, props: StackProps) {
    const isProduction = settings.kind === 'production';
    super(scope, id, { ...props, terminationProtection: isProduction });
    const name = `seatledger-${settings.stage}`;
    this.table = new SingleTable(this, 'SingleTable', { isProduction });
    this.mail = new MailSender(this, 'MailSender', { name, identity: settings.mailIdentity, isProduction });
    this.facts = new FactBus(this, 'FactBus', { name, isProduction });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'FactBusName', { value: this.facts.busName });
  }
}
