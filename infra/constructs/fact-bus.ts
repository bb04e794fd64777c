import { RemovalPolicy } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Where the service tells what happened. It outlives the service in production, because the vendor's own rules hang on it. */
export class FactBus extends Construct {
  readonly busName: string;
  readonly #busArn: string;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly isProduction: boolean }) {
    super(scope, id);
    const bus = new EventBus(this, 'Bus', { eventBusName: props.name });
    bus.applyRemovalPolicy(props.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.busName = bus.eventBusName;
    this.#busArn = bus.eventBusArn;
  }

  access(): PolicyStatement {
    return new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.#busArn] });
  }
}
