/** The app that the CDK CLI deploys: one job template of the library, and the roles that the checks assume. */
import { App, CliCredentialsStackSynthesizer, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Names, PREFIX, type Role, type Stage } from './names';
import { JobDocument, JobTemplate } from '../src';
import { Permissions } from '../src/private/permissions';
import { OWNER_TAG } from '../src/shared/contract';

const app = new App();
const context = (key: string): string => app.node.getContext(key);
const names = new Names(context('run'));
const env = { account: context('account'), region: context('region') };

const owner = newStack(names.stacks.owner);
const stranger = newStack(names.stacks.stranger);
declareTemplate(owner, context('stage') as Stage);
newRole(owner, 'owner', account(), new Permissions(owner).manage());
newRole(stranger, 'stranger', account(), new Permissions(stranger).manage());
newRole(stranger, 'probe', account(), probeStatements());
newRole(stranger, 'presigner', new iam.ServicePrincipal('iot.amazonaws.com'));
newRole(stranger, 'uploader', new iam.ServicePrincipal('iot.amazonaws.com'), uploaderStatements());

/**
 * The stack needs no bootstrapped account, because its assets are in the bucket of this run and the caller deploys
 * it.
 */
function newStack(stackName: string): Stack {
  const synthesizer = new CliCredentialsStackSynthesizer({ fileAssetsBucketName: context('bucket'), bucketPrefix: 'assets/' });
  return new Stack(app, stackName, { env, synthesizer, description: 'Created and removed by npm run verify:aws' });
}

function account(): iam.IPrincipal {
  return new iam.AccountPrincipal(env.account);
}

function newRole(stack: Stack, role: Role, assumedBy: iam.IPrincipal, statements: iam.PolicyStatement[] = []): void {
  const policy = new iam.PolicyDocument({ statements });
  new iam.Role(stack, role, { roleName: names.role(role), assumedBy, inlinePolicies: statements.length > 0 ? { policy } : undefined });
}

/**
 * All operations on templates, except changes of a template that a stack owns. Also jobs, to create templates from
 * them.
 */
function probeStatements(): iam.PolicyStatement[] {
  const resourcesOf = (...types: string[]) => types.map((resource) => stranger.formatArn({ service: 'iot', resource, resourceName: `${PREFIX}*` }));
  const changes = ['iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource'];
  return [
    new iam.PolicyStatement({ actions: ['iot:CreateJobTemplate'], resources: resourcesOf('jobtemplate', 'job') }),
    new iam.PolicyStatement({ actions: ['iot:DescribeJobTemplate', 'iot:ListTagsForResource', ...changes], resources: resourcesOf('jobtemplate') }),
    new iam.PolicyStatement({
      effect: iam.Effect.DENY,
      actions: changes,
      resources: resourcesOf('jobtemplate'),
      conditions: { Null: { [`aws:ResourceTag/${OWNER_TAG}`]: 'false' } },
    }),
  ];
}

function uploaderStatements(): iam.PolicyStatement[] {
  const bucket = stranger.formatArn({ service: 's3', region: '', account: '', resource: context('bucket') });
  return [
    new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket] }),
    new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [`${bucket}/documents/*`] }),
  ];
}

function declareTemplate(stack: Stack, stage: Stage): void {
  if (stage === 'removed') return;
  const version = { created: 1, edited: 2, tagged: 2, repaired: 3, renamed: 3 }[stage];
  new JobTemplate(stack, 'Template', {
    jobTemplateId: names.of(stage === 'renamed' ? 'renamed' : 'template'),
    description: 'Created and removed by npm run verify:aws',
    document: JobDocument.fromObject({ operation: 'verify', version }),
    tags: { ring: ['created', 'edited'].includes(stage) ? 'canary' : 'stable' },
  });
}
