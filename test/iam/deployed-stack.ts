import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { objectOf } from './authorizations';
import { ACCOUNT, type Statement } from './policy-simulator';
import { JobDocument, JobTemplate, JobTemplateLookup, AwsManagedJobTemplate, PackageVersion } from '../../src';
import type { Event, Properties } from '../support/cloudformation-event';
import { deployed, inlineStatementsOf, newApp } from '../support/construct';
import { LOOKUP, MANAGED_LOOKUP } from '../support/harness';
import { once } from '../support/once';

export const REGION = 'us-east-1';

export type Resources = { readonly [logicalId: string]: any };

export const resourcesOf = (stack: Stack): Resources => Template.fromStack(stack).toJSON().Resources;

/** A stack, as it is deployed. */
export class DeployedStack {
  private readonly references: { readonly [name: string]: string };

  constructor(private readonly template: Resources, stackId: string) {
    const [, partition, , region, account] = stackId.split(':');
    this.references = {
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::StackId': stackId,
      'AWS::StackName': stackId.split('/')[1],
      ...Object.fromEntries(Object.entries(this.template).flatMap(([id, { Type, Properties: properties }]) => attributesOf(id, Type, properties))),
    };
  }

  /** The rendered properties of a job template or a lookup, and its logical id. */
  propertiesOf(declared: Construct): { readonly logicalId: string; readonly properties: Properties } {
    const logicalId = Stack.of(declared).resolve((declared.node.findChild('Resource') as any).logicalId);
    const { ServiceToken: _token, ServiceTimeout: _timeout, ...properties } = this.filledIn(this.template[logicalId].Properties);
    return { logicalId, properties };
  }

  filledIn<T>(value: T): any {
    return deployed(value, this.references);
  }

  /** Every statement of the execution role of the provider, in any of its policies. */
  get providerStatements(): readonly Statement[] {
    const [[, { Properties: { Role: { 'Fn::GetAtt': [role] } } }]] = Object.entries(this.template)
      .filter(([id, { Type }]) => Type === 'AWS::Lambda::Function' && id.startsWith('JobTemplateProvider'));
    const attached = Object.values(this.template)
      .filter(({ Type, Properties: { Roles = [] } }) => /^AWS::IAM::(Managed)?Policy$/.test(Type) && Roles.some(({ Ref }: any) => Ref === role));
    return this.filledIn([...attached.flatMap(policy => policy.Properties.PolicyDocument.Statement), ...inlineStatementsOf(this.template[role])]);
  }
}

/** The values of references to a resource, as far as policies and properties use them. */
function attributesOf(id: string, type: string, properties: any): [string, string][] {
  switch (type) {
    case 'AWS::Logs::LogGroup': return [[id, id], [`${id}.Arn`, `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${id}:*`]];
    case 'AWS::IAM::Role': return [[id, id], [`${id}.Arn`, `arn:aws:iam::${ACCOUNT}:role${properties.Path ?? '/'}${id}`]];
    case 'AWS::S3::Bucket': return [[id, id.toLowerCase()], [`${id}.Arn`, `arn:aws:s3:::${id.toLowerCase()}`]];
    case 'AWS::KMS::Key': return [[`${id}.Arn`, `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`]];
    default: return [];
  }
}

const templates = new Map<string, Resources>();
const statements = new Map<string, readonly Statement[]>();
const statementsByEvent = new WeakMap<Event, readonly Statement[]>();

/**
 * The statements of a stack at the time of an event. The stack declares the template of the event. It no longer
 * declares the template of a Delete, because CloudFormation cleans up after it has updated the policies.
 */
export function statementsFor(event: Event): readonly Statement[] {
  return once(statementsByEvent, event, () => declaredFor(event));
}

function declaredFor({ RequestType, StackId, ResourceType, ResourceProperties }: Event): readonly Statement[] {
  const needs = RequestType === 'Delete' ? {} : needsOf(ResourceType, ResourceProperties);
  const template = JSON.stringify(needs);
  const resources = once(templates, template, () => resourcesOf(stackNeeding(needs)));
  return once(statements, `${template} ${StackId}`, () => new DeployedStack(resources, StackId).providerStatements);
}

interface Needs {
  readonly documentSource?: string;
  readonly jobArn?: string;
  readonly packageVersions?: readonly string[];
  readonly roleArn?: string;
  readonly adopted?: string;
  readonly lookedUp?: string;
  readonly lookedUpManaged?: string;
}

function needsOf(type: string, properties: { readonly [property: string]: any }): Needs {
  if (type === LOOKUP) return { lookedUp: properties.JobTemplateId };
  if (type === MANAGED_LOOKUP) return { lookedUpManaged: properties.TemplateName };
  return {
    documentSource: properties.DocumentSource,
    jobArn: properties.JobArn,
    packageVersions: properties.DestinationPackageVersions,
    roleArn: properties.PresignedUrlConfig?.RoleArn,
    adopted: properties.AdoptExisting === 'true' ? properties.JobTemplateId : undefined,
  };
}

function stackNeeding({ documentSource, jobArn, packageVersions, roleArn, adopted, lookedUp, lookedUpManaged }: Needs): Stack {
  const stack = new Stack(newApp(), 'Declared');
  if (lookedUp !== undefined) {
    new JobTemplateLookup(stack, 'Existing', { jobTemplateId: lookedUp });
    return stack;
  }
  if (lookedUpManaged !== undefined) {
    lookUpManaged(stack, 'Managed', lookedUpManaged);
    return stack;
  }
  const ownDocument = jobArn === undefined ? JobDocument.fromString('{}') : JobDocument.fromJobArn(jobArn);
  const document = documentSource === undefined ? ownDocument : documentFrom(stack, documentSource);
  new JobTemplate(stack, 'Template', {
    jobTemplateId: adopted,
    adoptExisting: adopted !== undefined,
    description: 'declared',
    document,
    presignedUrlRole: roleArn === undefined ? undefined : iam.Role.fromRoleArn(stack, 'Role', roleArn),
    destinationPackageVersions: packageVersions?.map(arn => PackageVersion.fromPackageVersionArn(arn)),
  });
  return stack;
}

/** An AWS managed template whose attribute is used, so that it is looked up. */
export function lookUpManaged(stack: Stack, id: string, templateName: string): AwsManagedJobTemplate {
  const managed = AwsManagedJobTemplate.fromName(stack, id, templateName);
  void managed.jobTemplateArn;
  return managed;
}

function documentFrom(stack: Stack, url: string): JobDocument {
  const { bucket, key, version } = objectOf(url);
  return JobDocument.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', bucket), key, version ?? undefined);
}

/** A new stack to be deployed. */
export const newFleet = (stackName: string, app: App = newApp()): Stack => new Stack(app, stackName, { env: { account: ACCOUNT, region: REGION } });
