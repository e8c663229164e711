import { App } from 'aws-cdk-lib';
import { FleetStack } from './fleet-stack';

// A lookup at synthesis needs the account and the Region. cdk.json holds what the CDK CLI would find there.
new FleetStack(new App(), 'Fleet', { env: { account: '123456789012', region: 'eu-west-1' } });
