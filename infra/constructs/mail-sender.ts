import { ArnFormat, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

interface MailSenderProps {
  readonly name: string;
  /** A domain, or one e-mail address where no domain is at hand. */
  readonly identity: string;
  readonly isProduction: boolean;
}

/** Who the mail comes from, and the configuration set through which SES reports what bounced and who complained. */
export class MailSender extends Construct {
  readonly configurationSetName: string;
  readonly #identityArn: string;

  constructor(scope: Construct, id: string, props: MailSenderProps) {
    super(scope, id);
    this.configurationSetName = props.name;
    const removal = props.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: props.name,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    configurationSet.applyRemovalPolicy(removal);
    configurationSet.addEventDestination('Feedback', {
      // SES takes no other bus than the account's default one.
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });

    const isAddress = props.identity.includes('@');
    const identity = new EmailIdentity(this, 'Identity', {
      identity: isAddress ? Identity.email(props.identity) : Identity.domain(props.identity),
    });
    identity.applyRemovalPolicy(removal);
    this.#identityArn = sesArn(this, 'identity', props.identity);
    if (!isAddress) this.#tellDnsRecords(identity);
  }

  /** SES checks a message against both the identity and the configuration set. */
  access(): PolicyStatement {
    return new PolicyStatement({
      actions: ['ses:SendEmail', 'ses:SendRawEmail'],
      resources: [this.#identityArn, sesArn(this, 'configuration-set', this.configurationSetName)],
    });
  }

  /** SES verifies the domain once these CNAME records stand in its zone. */
  #tellDnsRecords(identity: EmailIdentity): void {
    identity.dkimRecords.forEach((record, index) => {
      new CfnOutput(this, `DkimRecord${index + 1}`, { value: `${record.name} CNAME ${record.value}` });
    });
  }
}

function sesArn(scope: Construct, resource: string, resourceName: string): string {
  return Stack.of(scope).formatArn({
    service: 'ses',
    resource,
    resourceName,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
