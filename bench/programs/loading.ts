import { createRequire } from 'node:module';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

// The modules of aws-cdk-lib that a firmware app loads in any case, for a bucket and a role that may write to it.
const stack = new Stack(new App(), 'Firmware');
new s3.Bucket(stack, 'Bucket').grantPut(new iam.Role(stack, 'Pipeline', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') }));

const load = createRequire(__filename);
const began = process.cpuUsage();
// The index loads a module when one of its names is used.
void load('../../lib').JobTemplate;
const { user, system } = process.cpuUsage(began);
Object.assign(globalThis, { measuredMs: (user + system) / 1000 });
