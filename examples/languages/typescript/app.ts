import { App } from 'aws-cdk-lib';
import { FleetStack } from './fleet-stack';

new FleetStack(new App(), 'Fleet');
