import { type CfnElement, type IResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import {
  JobDocument, JobTemplate, JobTemplateLookup, type JobTemplateProps, JobTemplateProvider, type AwsManagedJobTemplate, PackageVersion,
  S3PresignedUrl,
} from '../../src';
import type { BucketKeys } from '../iam/authorizations';
import { DeployedStack, lookUpManaged, newFleet, REGION, resourcesOf } from '../iam/deployed-stack';
import { ACCOUNT, type Authorization } from '../iam/policy-simulator';
import type { Properties } from '../support/cloudformation-event';
import { type Harness, LOOKUP, MANAGED_LOOKUP } from '../support/harness';
import { temporaryFile } from '../support/temporary';

const IOT = `arn:aws:iot:${REGION}:${ACCOUNT}`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/documents`;

/** A stack, and what happens in it. */
export interface Inhabited {
  readonly deployed: DeployedStack;
  readonly keys: BucketKeys;
  readonly logGroup: string;
  live(harness: Harness): Promise<void>;
}

/** A stack with a template of every kind that asks for a permission of its own. */
export class Fleet implements Inhabited {
  readonly stack = newFleet('fleet');
  readonly keys: BucketKeys = { documents: KEY };
  readonly logGroup: string;
  readonly deployed: DeployedStack;
  readonly templates: { readonly [name: string]: JobTemplate };
  private readonly managed: AwsManagedJobTemplate;

  constructor(stackId: string) {
    const { stack } = this;
    const { logGroup } = providerInVpc(stack);
    const bucket = s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'documents', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY) });
    const props: { readonly [name: string]: Partial<JobTemplateProps> } = {
      Inline: {},
      Asset: { document: JobDocument.fromAsset(temporaryFile('{"from":"an asset"}')) },
      Bucketed: { document: JobDocument.fromBucket(bucket, 'all/$1.json', 'v1') },
      OfJob: { document: JobDocument.fromJobArn(`${IOT}:job/first`) },
      Packages: { destinationPackageVersions: [PackageVersion.fromNames('app', '1.0'), PackageVersion.fromNames('os', '$default')] },
      Presigned: { document: JobDocument.fromObject({ url: S3PresignedUrl.forDownload(bucket, 'image.bin') }) },
      Given: { presignedUrlRole: iam.Role.fromRoleName(stack, 'Role', 'given') },
      Adopted: { jobTemplateId: 'adopted', adoptExisting: true },
    };
    this.templates = Object.fromEntries(Object.entries(props).map(([id, own]) => [id, new JobTemplate(stack, id, {
      description: 'as made', document: JobDocument.fromString('{}'), tags: { team: 'fleet' }, ...own,
    })]));
    // A lookup of one that AWS does not manage asks for nothing that templates do not ask for: what it does ask for is the catalog's.
    this.managed = lookUpManaged(stack, 'Managed', 'AWS-Reboot');
    this.logGroup = logicalIdOf(logGroup);
    this.deployed = new DeployedStack(resourcesOf(stack), stackId);
  }

  /** Its life: every template is made, edited, tagged, given to another stack, taken from others, and removed. */
  async live(harness: Harness): Promise<void> {
    harness.seed({ jobTemplateId: 'adopted', description: 'as made', document: '{}' }, { team: 'fleet' });
    for (const template of Object.values(this.templates)) {
      const { logicalId, properties } = this.deployed.propertiesOf(template);
      const id = properties.JobTemplateId;
      const resource = harness.resource(logicalId);
      await succeed(resource.create(properties));
      // Only what was adopted and never edited is released.
      if (id === 'adopted') await succeed(resource.delete());
      if (id === 'adopted') await succeed(resource.create(properties));
      await succeed(resource.update({ ...properties, Tags: [{ Key: 'stage', Value: 'beta' }] }));
      await succeed(resource.update({ ...properties, Description: 'edited' }));
      await succeed(resource.delete());
    }
    await this.passOn(harness);
    await lookUp(harness, this.deployed, this.managed, MANAGED_LOOKUP);
  }

  /** Our own templates go on to a second and a third owner, and our stack is the first of them, and the second. */
  private async passOn(harness: Harness): Promise<void> {
    const { properties } = this.deployed.propertiesOf(this.templates.Inline);
    const adopting = (id: string): Properties => ({ ...properties, JobTemplateId: id, AdoptExisting: true });
    for (const [id, ours, others] of [['one', 0, ['second', 'third']], ['adopted', 1, ['first', 'third']]] as const) {
      const owners: string[] = [...others];
      owners.splice(ours, 0, 'fleet');
      const resources = owners.map(owner => harness.resource(`${owner}Template`, owner));
      for (const resource of resources) await succeed(resource.create(adopting(id)));
      await succeed(resources[ours].delete());
    }
  }
}

/** A stack that looks templates up, and has none of its own. */
export class Catalog implements Inhabited {
  readonly keys: BucketKeys = {};
  readonly logGroup: string;
  readonly deployed: DeployedStack;
  private readonly existing: JobTemplateLookup;
  private readonly managed: readonly AwsManagedJobTemplate[];

  constructor(stackId: string) {
    const stack = newFleet('catalog');
    this.logGroup = logicalIdOf(providerInVpc(stack).logGroup);
    this.existing = new JobTemplateLookup(stack, 'Existing', { jobTemplateId: 'existing' });
    this.managed = ['AWS-Reboot', 'AWS-Run-Command'].map(name => lookUpManaged(stack, name, name));
    this.deployed = new DeployedStack(resourcesOf(stack), stackId);
  }

  async live(harness: Harness): Promise<void> {
    harness.seed({ jobTemplateId: 'existing' });
    await lookUp(harness, this.deployed, this.existing, LOOKUP);
    for (const managed of this.managed) await lookUp(harness, this.deployed, managed, MANAGED_LOOKUP);
  }
}

/** What a lookup does: at first, anew, and when it is removed. */
async function lookUp(harness: Harness, deployed: DeployedStack, lookup: Construct, type: string): Promise<void> {
  const { logicalId, properties } = deployed.propertiesOf(lookup);
  const resource = harness.resource(logicalId, Stack.of(lookup).stackName, type);
  await succeed(resource.create(properties));
  await succeed(resource.update({ ...properties, SynthesizedAt: 'now' }));
  await succeed(resource.delete());
}

const providerInVpc = (stack: Stack): JobTemplateProvider => JobTemplateProvider.getOrCreate(stack, {
  vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] }),
});

const logicalIdOf = ({ node, stack }: IResource): string => stack.resolve((node.defaultChild as CfnElement).logicalId);

async function succeed(outcome: Promise<{ readonly status: string; readonly reason?: string }>): Promise<void> {
  const { status, reason } = await outcome;
  if (status !== 'SUCCESS') throw new Error(reason);
}

/**
 * What Lambda does with the function's role before and around its code.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
 */
export function callsOfLambda(logGroup: string): Authorization[] {
  const ec2Arn = (resource: string) => `arn:aws:ec2:${REGION}:${ACCOUNT}:${resource}`;
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map(action => ({
      action, resource: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${logGroup}:log-stream:2026/01/01/[$LATEST]0`, context: {},
    })),
    ...['network-interface/*', 'subnet/subnet-1', 'security-group/sg-1']
      .map(resource => ({ action: 'ec2:CreateNetworkInterface', resource: ec2Arn(resource), context: {} })),
    ...['ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses']
      .map(action => ({ action, resource: ec2Arn('network-interface/eni-1'), context: {} })),
    ...['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'].map(action => ({ action, resource: '*', context: {} })),
  ];
}
