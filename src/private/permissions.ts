import { Fn, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { jobTemplateArnIn, managedArnComponentsOf, presignedUrlRolePath } from './arn';
import { ADOPTED_FROM_TAGS, OWNER_TAG } from '../shared/contract';

/** The condition of `iam:PassRole`, so that a role that presigns URLs is passed only to AWS IoT. Evidence: iam-pass-role. */
export const PASSED_TO_IOT = { StringEquals: { 'iam:PassedToService': 'iot.amazonaws.com' } };

/** All permissions that the function of a stack can get, with a statement for each need. */
export class Permissions {
  /** The values of the owner tag for all custom resources of the stack. It is a single token, so that statements can be merged. */
  private readonly owners: string;

  constructor(private readonly stack: Stack) {
    this.owners = `${Fn.select(1, Fn.split(':stack/', stack.stackId))}/*`;
  }

  /**
   * Creates, edits and deletes all templates of the stack. Conditions on the owner tag narrow it. A list of ARNs would be too short when
   * CloudFormation removes a template, because the new list no longer names that template.
   */
  public manage(): iam.PolicyStatement[] {
    const { owners, templates } = this;
    return [
      new iam.PolicyStatement({
        actions: ['iot:DescribeJobTemplate', 'iot:ListTagsForResource'],
        resources: [templates],
      }),
      this.withOwnerTag('iot:CreateJobTemplate', [templates]),
      // The tags of a new template.
      this.withOwnerTag('iot:TagResource', [templates], { Null: { [resourceTag(OWNER_TAG)]: 'true' } }),
      new iam.PolicyStatement({
        actions: ['iot:DeleteJobTemplate', 'iot:TagResource', 'iot:UntagResource'],
        resources: [templates],
        conditions: { StringLike: { [resourceTag(OWNER_TAG)]: owners } },
      }),
      // The clean-up of a template that another owner has adopted from this stack.
      ...ADOPTED_FROM_TAGS.map(key => new iam.PolicyStatement({
        actions: ['iot:UntagResource'],
        resources: [templates],
        conditions: {
          'StringLike': { [resourceTag(key)]: owners },
          'ForAllValues:StringEquals': { 'aws:TagKeys': [key] },
          'Null': { 'aws:TagKeys': 'false' },
        },
      })),
    ];
  }

  /** Creates templates from jobs and package versions. */
  public createFrom(arns: string[]): iam.PolicyStatement {
    return this.withOwnerTag('iot:CreateJobTemplate', arns);
  }

  /** Adopts a template of another owner into this stack. */
  public adopt(jobTemplateArn: string): iam.PolicyStatement {
    return this.withOwnerTag('iot:TagResource', [jobTemplateArn]);
  }

  /** Reads any template of the account and Region. */
  public lookUp(): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['iot:DescribeJobTemplate'], resources: [this.templates] });
  }

  /** Reads all versions of a template that AWS manages. */
  public lookUpManaged(templateName: string): iam.PolicyStatement {
    const versions = this.stack.formatArn(managedArnComponentsOf(`${templateName}:*`));
    return new iam.PolicyStatement({ actions: ['iot:DescribeManagedJobTemplate'], resources: [versions] });
  }

  /** Passes a role to AWS IoT. */
  public passRole(roleArn: string): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [roleArn],
      conditions: PASSED_TO_IOT,
    });
  }

  /** Passes all roles for presigned URLs that the stack makes to AWS IoT. */
  public passRolesMadeHere(): iam.PolicyStatement {
    const resourceName = `${presignedUrlRolePath(this.stack).slice(1)}*`;
    return this.passRole(this.stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName }));
  }

  /** Writes the log of the function. */
  public log(logGroupArn: string): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] });
  }

  /**
   * Runs the function in a VPC. Lambda creates the network interfaces, so their ids are unknown before. The condition excludes calls by the
   * code of the function, because these carry the ARN of the function.
   */
  public runInVpc(): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
      conditions: { Null: { 'lambda:SourceFunctionArn': 'true' } },
    });
  }

  private get templates(): string {
    return jobTemplateArnIn(this.stack, '*');
  }

  /** An action that is only allowed if it sets the owner tag to a custom resource of this stack. */
  private withOwnerTag(action: string, resources: string[], conditions: iam.Conditions = {}): iam.PolicyStatement {
    return new iam.PolicyStatement({
      actions: [action], resources, conditions: { StringLike: { [`aws:RequestTag/${OWNER_TAG}`]: this.owners }, ...conditions },
    });
  }
}

const resourceTag = (key: string): string => `aws:ResourceTag/${key}`;
