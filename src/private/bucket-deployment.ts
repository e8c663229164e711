import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** The object that a document is read from. */
export interface BucketObject {
  readonly bucket: IBucket;
  readonly key: string;
}

/** The resource type of a `BucketDeployment`. An import of that class would load its whole module. */
const RESOURCE_TYPE = 'Custom::CDKBucketDeployment';

interface Deployment {
  readonly resource: CfnResource;
  readonly prefix: unknown;
}

/** The deployments of each stack by the bucket that they fill. Each stack is searched only once. */
const DEPLOYMENTS = new WeakMap<Stack, Map<string, Deployment[]>>();

/**
 * The construct of the stack that uploads an object, if CloudFormation may create the reader before the upload. Call it when the app is complete.
 *
 * @param reader the resource whose creation reads the object
 */
export function missingDependency(reader: CfnResource, { bucket, key }: BucketObject): IConstruct | undefined {
  const stack = Stack.of(reader);
  const deployments = DEPLOYMENTS.get(stack) ?? deploymentsIn(stack);
  DEPLOYMENTS.set(stack, deployments);
  const uploads = deployments.get(nameOf(stack, bucket.bucketName)) ?? [];
  const mayUpload = ({ prefix }: Deployment) => typeof prefix !== 'string' || Token.isUnresolved(key) || key.startsWith(folderOf(prefix));
  const missing = uploads.find(upload => mayUpload(upload) && !dependsOn(reader, upload.resource));
  // The resource is the child of the custom resource, and the custom resource is the child of the deployment.
  return missing?.resource.node.scope?.node.scope;
}

function deploymentsIn(stack: Stack): Map<string, Deployment[]> {
  const deployments = new Map<string, Deployment[]>();
  for (const resource of stack.node.findAll()) {
    if (!CfnResource.isCfnResource(resource) || resource.cfnResourceType !== RESOURCE_TYPE || Stack.of(resource) !== stack) continue;
    const [{ Properties }] = Object.values<any>(stack.resolve(resource._toCloudFormation()).Resources);
    const bucket = JSON.stringify(Properties.DestinationBucketName);
    deployments.set(bucket, [...deployments.get(bucket) ?? [], { resource, prefix: Properties.DestinationBucketKeyPrefix ?? '' }]);
  }
  return deployments;
}

/** A prefix is a folder, whether it ends with a slash or not. */
const folderOf = (prefix: string): string => prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;

const nameOf = (stack: Stack, bucketName: string): string => JSON.stringify(stack.resolve(bucketName));

/** Whether a resource depends on another one, directly or through other resources. */
function dependsOn(resource: CfnResource, other: CfnResource): boolean {
  const waitedFor = new Set<CfnResource>([resource]);
  for (const each of waitedFor) {
    each.obtainDependencies().filter(CfnResource.isCfnResource).forEach(dependency => waitedFor.add(dependency as CfnResource));
  }
  return waitedFor.has(other);
}
